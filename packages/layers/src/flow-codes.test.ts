import { codeKind, codeNote, latentStatistics, posteriorMeans } from '@helmholtz/core';
import { mean, mul, sub, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { closedForm, data, graph, near, x } from './testing/affine-flow.js';
import { numbers } from './testing/symbolic.js';

test('the code of an example is its value for noise of zero; other noise has no such value', async (t) => {
  const model = graph();
  t.is(codeKind(model, model.latents[0]!), 'zeroNoise');
  t.is(codeNote(model), 'The posterior of "z" has no mean: its code is the value for noise of zero.');
  const examples = { count: 3, shape: [2], values: Float32Array.from(numbers(x)) };
  const codes = (await posteriorMeans(model, examples)).get('z')!;
  // The code of an affine flow equals its mean.
  near(t, tensor(codes.values, [3, 2]), closedForm(model).loc);
  const uniform = graph({ noise: 'uniform' });
  t.is(codeKind(uniform, uniform.latents[0]!), 'draw');
  t.is(codeNote(uniform), 'The posterior of "z" has no mean, and its noise no centre: its code is one draw.');
});

test('a code that is a draw is the value for one draw of its noise, the same each time', async (t) => {
  const model = graph({ noise: 'uniform' });
  const noise = tensor([
    [0.5, -1],
    [2, 0.25],
    [1, 3],
  ]);
  const drawn = model.termsAtPosteriorMeans([x], () => noise).latents[0]!.value!;
  near(t, drawn, model.terms([x], [noise]).latents[0]!.value!);

  const values = numbers(x);
  const batches = {
    count: 501,
    shape: [2],
    values: Float32Array.from({ length: 1002 }, (_, at) => values[at % 2]!),
  };
  const codes = (await posteriorMeans(model, batches)).get('z')!.values;
  t.true(codes.every(Number.isFinite));
  // Equal examples have draws of their own, also in the batches that they are computed in.
  t.is(new Set(codes).size, codes.length);
  t.deepEqual((await posteriorMeans(model, batches)).get('z')!.values, codes);

  const [z] = await latentStatistics(model, { data, batchSize: 3, seed: 0 });
  t.is(z!.codes, 'draw');
  t.deepEqual(z!.posteriorMeans.variance, z!.aggregatePosterior.variance);
});

test('statistics of a flow latent have an estimated KL divergence, and none of each dimension', async (t) => {
  const model = graph();
  const [z] = await latentStatistics(model, { data, batchSize: 3, seed: 0 });
  t.is(z!.klKind, 'monteCarlo');
  t.is(z!.klPerDimension, undefined);
  t.is(z!.codes, 'zeroNoise');
  const { loc } = closedForm(model);
  const variances = mean(mul(sub(loc, mean(loc, 0)), sub(loc, mean(loc, 0))), 0);
  near(t, tensor([...z!.posteriorMeans.variance]), variances);
});
