import { memory } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, model as layersModel } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { LatentVariableModel } from '../graph/model.js';
import { Latent, Likelihood } from '../testing/role-layers.js';
import { mean, variance } from '@helmholtz/testing/statistics';
import { patterns, tinyModel } from '../testing/tiny-model.js';
import { readExamples } from './examples.js';
import { decodedMeans, posteriorMeans } from './latent-codes.js';
import { reconstruct } from './reconstruct.js';

const observed = readExamples(
  patterns(300),
  Array.from({ length: 300 }, (_, index) => index),
);

test('at the mean it is the decoded posterior mean', async (t) => {
  const model = tinyModel({ seed: 2 });
  const decoded = await decodedMeans(model, await posteriorMeans(model, observed));
  const reconstructed = await reconstruct(model, observed, { draws: 0, seed: 0 });
  t.deepEqual(reconstructed.draws, []);
  t.deepEqual(reconstructed.mean, decoded.get('x')!);
});

test('with noise that is zero every draw is the mean', async (t) => {
  const reconstructed = await reconstruct(tinyModel({ noise: 'zero' }), observed, { draws: 2, seed: 0 });
  t.deepEqual(reconstructed.draws, [reconstructed.mean, reconstructed.mean]);
});

test('through a linear network, draws have the moments that the posterior gives them', async (t) => {
  const model = tinyModel({ seed: 3, family: 'normal' });
  const one = readExamples(patterns(1), [0]);
  const { mean: centre, draws } = await reconstruct(model, one, { draws: 2000, seed: 0 });

  // x = W z + b, so its variance is the sum of W^2 times the posterior's variances, found here by
  // hand.
  const arrays = (layer: string): number[][] =>
    model.layersModel
      .getLayer(layer)
      .getWeights()
      .map((weight) => Array.from(weight.dataSync()));
  const [hiddenKernel, hiddenBias] = arrays('hidden');
  const hidden = hiddenBias!.map((bias, unit) =>
    Math.tanh(bias + [0, 1, 2, 3].reduce((sum, i) => sum + one.values[i]! * hiddenKernel![i * 8 + unit]!, 0)),
  );
  const [kernel, bias] = arrays('z_log_variance');
  const variances = [0, 1].map((element) =>
    Math.exp(
      hidden.reduce((sum, value, unit) => sum + value * kernel![unit * 2 + element]!, bias![element]!),
    ),
  );
  const [generative] = arrays('generative');
  for (let element = 0; element < 4; element++) {
    const values = draws.map((draw) => draw.values[element]!);
    const expected = [0, 1].reduce((sum, i) => sum + generative![i * 4 + element]! ** 2 * variances[i]!, 0);
    t.true(Math.abs(mean(values) - centre.values[element]!) < 4 * Math.sqrt(expected / 2000));
    t.true(Math.abs(variance(values) - expected) < 4 * expected * Math.sqrt(2 / 2000), `${element}`);
  }
});

test('draws from the likelihood too are of its values, around its means', async (t) => {
  const model = tinyModel({ seed: 2, noise: 'zero' });
  const one = readExamples(patterns(1), [0]);
  const { mean: centre, draws } = await reconstruct(model, one, { draws: 2000, seed: 0, drawn: true });
  for (let element = 0; element < 4; element++) {
    const values = draws.map((draw) => draw.values[element]!);
    const p = centre.values[element]!;
    t.true(p > 0.02 && p < 0.98 && values.every((value) => value === 0 || value === 1));
    t.true(Math.abs(mean(values) - p) < 4 * Math.sqrt((p * (1 - p)) / 2000), `${mean(values)}, ${p}`);
  }
});

test('a seed names the draws; they differ from one another and from example to example', async (t) => {
  const model = tinyModel({ seed: 2 });
  const same = { ...observed, values: observed.values.map((_, index) => observed.values[index % 4]!) };
  const first = await reconstruct(model, same, { draws: 2, seed: 0 });
  t.deepEqual(first, await reconstruct(model, same, { draws: 2, seed: 0 }));
  const other = await reconstruct(model, same, { draws: 2, seed: 1 });
  const firstElements = [...first.draws, ...other.draws].flatMap(({ values }) =>
    Array.from({ length: 300 }, (_, row) => values[4 * row]!),
  );
  t.true(new Set(firstElements).size > 1190, 'float32 may give a few twice');
  t.is(new Set(Array.from(first.mean.values)).size, 4);
});

test.serial('reconstruct disposes its tensors', async (t) => {
  const model = tinyModel();
  const before = memory().numTensors;
  await reconstruct(model, observed, { draws: 2, seed: 0 });
  t.is(memory().numTensors, before);
});

/** p(y given z) p(x given z), y first, of a code z of x that is without noise. */
function twoObserved(): LatentVariableModel {
  const [x, y] = [input({ shape: [4], name: 'x' }), input({ shape: [2], name: 'y' })];
  const dense = (units: number, features: SymbolicTensor) =>
    layers.dense({ units }).apply(features) as SymbolicTensor;
  const z = new Latent('z').apply(dense(3, x)) as SymbolicTensor;
  const heads = (
    [
      ['y', 2],
      ['x', 4],
    ] as const
  ).map(([name, units]) => new Likelihood(name, 'normal').apply(dense(units, z)) as SymbolicTensor);
  return new LatentVariableModel(layersModel({ inputs: [x, y], outputs: heads }));
}

test('of several observed variables the one that is named is reconstructed, wherever it stands', async (t) => {
  const model = twoObserved();
  const y = { count: 300, shape: [2], values: new Float32Array(600) };
  const inputs = new Map([
    ['x', observed],
    ['y', y],
  ]);
  const decoded = await decodedMeans(model, await posteriorMeans(model, inputs));
  for (const variable of ['x', 'y']) {
    const reconstruction = await reconstruct(model, inputs, { variable, draws: 1, seed: 0, drawn: true });
    t.deepEqual(reconstruction.mean, decoded.get(variable)!);
    t.deepEqual(reconstruction.draws[0]!.shape, decoded.get(variable)!.shape);
  }
  const named = reconstruct(model, inputs, { variable: 'w', draws: 0, seed: 0 });
  const error = await t.throwsAsync(named, { instanceOf: HelmholtzError });
  t.is(error.message, 'The model has no observed variable "w".');
  t.is(error.hint, 'Its observed variables: y, x.');
});
