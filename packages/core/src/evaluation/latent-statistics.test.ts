import test from 'ava';

import { posteriorMeans } from '../inference/latent-codes.js';
import { readExamples } from '../inference/examples.js';
import { elbo } from '../objectives/elbo.js';
import { RandomStream } from '@helmholtz/distributions';
import { makeExact, tinyHierarchy } from '../testing/tiny-hierarchy.js';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { evaluate } from '../training/evaluate.js';
import { latentStatistics } from './latent-statistics.js';

test('the KL divergence equals the metric, and posterior means equal the embedding', async (t) => {
  const model = tinyModel({ seed: 1 });
  const data = patterns(30);
  const options = { data, batchSize: 8, seed: 2 };
  const [z, ...others] = await latentStatistics(model, options);
  t.is(others.length, 0);
  const metrics = await evaluate(model, { ...options, objective: elbo() });
  t.true(Math.abs(z!.kl! - metrics['kl/z']!) < 1e-6 * z!.kl! + 1e-9);
  t.is(z!.klKind, 'analytic');
  t.is(z!.klPerDimension!.length, 2);

  const indices = Array.from({ length: 30 }, (_, index) => index);
  const { values } = (await posteriorMeans(model, readExamples(data, indices))).get('z')!;
  [0, 1].forEach((dimension) => {
    const own = indices.map((index) => values[2 * index + dimension]!);
    const mean = own.reduce((sum, value) => sum + value, 0) / 30;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 30;
    t.true(Math.abs(z!.posteriorMeans.variance[dimension]! - variance) < 1e-6);
  });
  t.is(z!.activeUnits, z!.posteriorMeans.variance.filter((variance) => variance > 0.01).length);
});

test('with exact posteriors the mixture of them is the prior', async (t) => {
  const model = tinyHierarchy();
  makeExact(model);
  const random = new RandomStream(0, 'data');
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  // From the model itself: z1 ~ N(0, 1), x given z1 ~ N(b z1, I).
  const rows = Array.from({ length: 4000 }, () => {
    const z = normal();
    return [1.5 * z + normal(), -0.7 * z + normal()];
  });
  const latents = await latentStatistics(model, { data: rowsOf(rows), batchSize: 500, seed: 0 });
  t.deepEqual(
    latents.map(({ name, activeUnits }) => [name, activeUnits]),
    [
      ['z1', 1],
      ['z2', 1],
    ],
  );
  for (const { aggregatePosterior, prior } of latents) {
    t.true(Math.abs(aggregatePosterior.mean[0]!) < 0.06);
    t.true(Math.abs(aggregatePosterior.variance[0]! - 1) < 0.08, `${aggregatePosterior.variance[0]}`);
    t.true(Math.abs(prior!.mean[0]!) < 0.06);
    t.true(Math.abs(prior!.variance[0]! - 1) < 0.08, `${prior!.variance[0]}`);
  }
});

test('a compiler that compiles nothing evaluates to the same bits', async (t) => {
  const options = { data: patterns(19), batchSize: 8, seed: 3, objective: elbo({ warmUp: 5 }) };
  const model = tinyModel();
  t.deepEqual(await evaluate(model, { ...options, compile: eagerCompiler }), await evaluate(model, options));
});
