import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { makeExact, tinyHierarchy } from '../testing/tiny-hierarchy.js';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { annealedProblem, estimateAnnealedNll } from './annealed-importance-sampling.js';
import { inverseTemperatures } from './temperatures.js';

const rows = Array.from({ length: 10 }, (_, index) => [Math.sin(index), 2 * Math.cos(3 * index)]);

/** -log N(x; 0, I + b b') of the exact hierarchy, whose z1 has a variance of 1. */
function exactNll([x, y]: readonly number[]): number {
  const [b, c] = [1.5, -0.7];
  const determinant = 1 + b ** 2 + c ** 2;
  const quadratic = x! ** 2 + y! ** 2 - (b * x! + c * y!) ** 2 / determinant;
  return Math.log(2 * Math.PI) + Math.log(determinant) / 2 + quadratic / 2;
}

test('temperatures rise from 0 to 1, in the smallest steps at both ends', (t) => {
  t.deepEqual(inverseTemperatures(1), [0, 1]);
  const betas = inverseTemperatures(10);
  t.deepEqual([betas.length, betas[0], betas[10]], [11, 0, 1]);
  const steps = betas.slice(1).map((beta, index) => beta - betas[index]!);
  t.true(steps.every((step) => step > 0));
  t.true(steps[0]! < steps[4]! / 3 && steps[9]! < steps[4]! / 3);
});

test('the estimates of a hierarchy of linear layers agree with the closed form within their standard errors', async (t) => {
  const model = tinyHierarchy();
  makeExact(model);
  const progress: [number, number][] = [];
  const estimate = (await estimateAnnealedNll(model, {
    data: rowsOf(rows),
    temperatures: 50,
    chains: 20,
    leapfrogSteps: 3,
    seed: 0,
    onProgress: (...of) => progress.push(of),
  }))!;
  t.deepEqual([estimate.examples, estimate.temperatures, estimate.chains], [10, 50, 20]);
  t.deepEqual(progress.at(-1), [10 * 50 * 25, 10 * 50 * 25]);
  t.true(estimate.acceptance > 0.5 && estimate.acceptance < 0.9, `${estimate.acceptance}`);
  estimate.ofExamples.forEach(({ nll, standardError }, index) => {
    t.true(standardError < 0.1, `${standardError}`);
    const distance = Math.abs(nll - exactNll(rows[index]!)) / standardError;
    t.true(distance < 4, `example ${index}: ${distance} standard errors`);
  });
  const mean = rows.reduce((sum, row) => sum + exactNll(row), 0) / rows.length;
  t.true(estimate.chainError < 0.03, `${estimate.chainError}`);
  t.true(Math.abs(estimate.nll - mean) < 3 * estimate.chainError, `${estimate.nll}, ${mean}`);
});

test('few temperatures give too high an estimate, more a closer one', async (t) => {
  const model = tinyHierarchy();
  makeExact(model);
  const data = rowsOf(rows.map(([x, y]) => [3 * x!, 3 * y!]));
  const nll = async (temperatures: number): Promise<number> =>
    (await estimateAnnealedNll(model, { data, temperatures, chains: 2, leapfrogSteps: 3, seed: 1 }))!.nll;
  const exact = rows.reduce((sum, [x, y]) => sum + exactNll([3 * x!, 3 * y!]), 0) / rows.length;
  const [few, more] = [await nll(2), await nll(30)];
  t.true(few > exact + 0.5, `${few}, ${exact}`);
  t.true(Math.abs(more - exact) < (few - exact) / 5, `${more}, ${few}, ${exact}`);
});

test('the same seed gives the same bits', async (t) => {
  const estimate = (seed: number) =>
    estimateAnnealedNll(tinyModel(), {
      data: patterns(5),
      temperatures: 5,
      chains: 3,
      leapfrogSteps: 2,
      seed,
    });
  t.deepEqual(await estimate(4), await estimate(4));
  t.notDeepEqual(await estimate(4), await estimate(5));
});

test('a signal ends it with the examples that are done', async (t) => {
  const aborted = new AbortController();
  const options = { temperatures: 2, chains: 1, leapfrogSteps: 1, seed: 0, signal: aborted.signal };
  const estimate = await estimateAnnealedNll(tinyModel(), {
    ...options,
    data: patterns(150),
    onProgress: (done) => void (done > 64 * 4 && aborted.abort()),
  });
  t.is(estimate!.examples, 64);
});

test('counts that are not whole numbers are refused by name', async (t) => {
  await t.throwsAsync(estimateAnnealedNll(tinyModel(), { data: patterns(2), temperatures: 1, seed: 0 }), {
    instanceOf: HelmholtzError,
    message: '`temperatures` is 1.',
  });
});

test('a model has an annealed estimate if its priors are densities of real numbers', (t) => {
  t.is(annealedProblem(tinyModel()), undefined);
});
