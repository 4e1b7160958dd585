import { exp, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { logLikelihood } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import { makeExact, tinyHierarchy } from '../testing/tiny-hierarchy.js';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { estimateNll, nllProblem } from './importance-sampling.js';

const near = (value: number, expected: number, within = 1e-5): boolean =>
  Math.abs(value - expected) < within * Math.max(1, Math.abs(expected));

const rows = Array.from({ length: 150 }, (_, index) => [Math.sin(index), 2 * Math.cos(3 * index)]);

/** -log N(x; 0, I + b b') of the exact hierarchy, whose z1 has a variance of 1. */
function exactNll([x, y]: readonly number[]): number {
  const [b, c] = [1.5, -0.7];
  const determinant = 1 + b ** 2 + c ** 2;
  const quadratic = x! ** 2 + y! ** 2 - (b * x! + c * y!) ** 2 / determinant;
  return Math.log(2 * Math.PI) + Math.log(determinant) / 2 + quadratic / 2;
}

test('with exact posteriors every draw gives the NLL, whatever is drawn at once', async (t) => {
  const model = tinyHierarchy();
  makeExact(model);
  const all = rows.map(exactNll);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (all.length - 1) / all.length);
  for (const [samples, drawnAtOnce] of [
    [1, 4096],
    [7, 128],
    [5, 30],
  ] as const) {
    const progress: [number, number][] = [];
    const estimate = await estimateNll(model, {
      data: rowsOf(rows),
      samples,
      seed: 0,
      rows: drawnAtOnce,
      onProgress: (...counts) => progress.push(counts),
    });
    t.true(near(estimate!.nll, mean), `${estimate!.nll}, ${mean}`);
    t.true(near(estimate!.standardError, error));
    t.deepEqual([estimate!.examples, estimate!.samples], [150, samples]);
    t.deepEqual(progress.at(-1), [150 * samples, 150 * samples]);
  }
});

/**
 * -log of the integral of p(x given z) p(z) over a grid of the two latents, averaged over the
 * examples.
 */
function byQuadrature(model: LatentVariableModel, examples: readonly number[][]): number {
  const step = 0.08;
  const line = Array.from({ length: 151 }, (_, index) => (index - 75) * step);
  const grid = line.flatMap((a) => line.map((b) => [a, b]));
  const [likelihood] = model.decode({ z: tensor(grid) });
  const nlls = examples.map((example) => {
    const value = tensor([example]);
    const densities = exp(
      logLikelihood({ name: 'x', shape: [4], likelihood: likelihood!, value }),
    ).dataSync();
    const integral = grid.reduce((sum, [a, b], index) => {
      const prior = Math.exp(-(a! ** 2 + b! ** 2) / 2) / (2 * Math.PI);
      return sum + densities[index]! * prior * step ** 2;
    }, 0);
    return -Math.log(integral);
  });
  return nlls.reduce((sum, value) => sum + value, 0) / nlls.length;
}

test('approaches the integral over the latents as samples grow in number', async (t) => {
  const model = tinyModel({ seed: 3 });
  const examples = [
    [0, 1, 1, 0],
    [1, 1, 0, 0],
    [0, 0, 0, 1],
  ];
  const expected = byQuadrature(model, examples);
  const estimate = async (data: readonly number[][], samples: number) =>
    (await estimateNll(model, { data: rowsOf(data), samples, seed: 1 }))!.nll;
  const many = await estimate(examples, 20_000);
  t.true(Math.abs(many - expected) < 0.01, `${many}, ${expected}`);
  const repeated = Array.from({ length: 300 }, () => examples).flat();
  const one = await estimate(repeated, 1);
  t.true(one > expected + 0.05, `one sample gives too much on average: ${one}, ${expected}`);
});

test('the same seed gives the same bits, another seed others', async (t) => {
  const estimate = (seed: number) => estimateNll(tinyModel(), { data: patterns(9), samples: 3, seed });
  t.deepEqual(await estimate(4), await estimate(4));
  t.notDeepEqual(await estimate(4), await estimate(5));
});

test('a signal ends it with the examples that are done', async (t) => {
  const aborted = new AbortController();
  const estimate = await estimateNll(tinyModel(), {
    data: patterns(150),
    samples: 2,
    seed: 0,
    signal: aborted.signal,
    onProgress: () => aborted.abort(),
  });
  t.is(estimate!.examples, 64);
});

test('a code without a prior has no likelihood', async (t) => {
  const model = tinyModel();
  const plain = { ...model, latents: [{ ...model.latents[0]!, divergence: undefined }] };
  t.is(nllProblem(model), undefined);
  const error = await t.throwsAsync(
    estimateNll(plain as unknown as LatentVariableModel, { data: patterns(2), samples: 2, seed: 0 }),
    { instanceOf: HelmholtzError },
  );
  t.is(error.message, 'The latent "z" has no prior, so the model defines no probability of the data.');
});
