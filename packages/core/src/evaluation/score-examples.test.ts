import test from 'ava';

import { makeExact, tinyHierarchy } from '../testing/tiny-hierarchy.js';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { estimateNll } from './importance-sampling.js';
import { LogMeanWeights } from './log-mean-weights.js';
import { scoreExamples } from './score-examples.js';

const rows = Array.from({ length: 150 }, (_, index) => [Math.sin(index), 2 * Math.cos(3 * index)]);

/** log N(x; 0, I + b b') of the exact hierarchy, whose z1 has a variance of 1. */
function exactLogLikelihood([x, y]: readonly number[]): number {
  const [b, c] = [1.5, -0.7];
  const determinant = 1 + b ** 2 + c ** 2;
  const quadratic = x! ** 2 + y! ** 2 - (b * x! + c * y!) ** 2 / determinant;
  return -(Math.log(2 * Math.PI) + Math.log(determinant) / 2 + quadratic / 2);
}

test('with exact posteriors each example has its log-likelihood, without an error', async (t) => {
  const model = tinyHierarchy();
  makeExact(model);
  const { logLikelihood, standardError, examples } = await scoreExamples(model, {
    data: rowsOf(rows),
    samples: 5,
    seed: 0,
  });
  t.is(examples, 150);
  rows.forEach((row, index) => {
    t.true(Math.abs(logLikelihood![index]! - exactLogLikelihood(row)) < 1e-4);
    t.true(standardError![index]! < 1e-3);
  });
});

test('the mean over examples is the estimate of the whole set, whatever is drawn at once', async (t) => {
  const model = tinyModel({ seed: 3 });
  for (const drawnAtOnce of [4096, 100]) {
    const options = { data: patterns(70), samples: 7, seed: 2, rows: drawnAtOnce };
    const { logLikelihood, nelbo } = await scoreExamples(model, options);
    const mean = logLikelihood!.reduce((sum, value) => sum + value, 0) / 70;
    const { nll } = (await estimateNll(model, options))!;
    t.true(Math.abs(mean + nll) < 1e-6, `${mean}, ${nll}`);
    const bound = nelbo!.reduce((sum, value) => sum + value, 0) / 70;
    t.true(bound > nll, 'the bound is above it');
  }
});

test('terms sum to the bound, and shares of elements to the expected log-likelihood', async (t) => {
  const { terms, shares, nelbo } = await scoreExamples(tinyModel(), {
    data: patterns(9),
    samples: 4,
    seed: 0,
  });
  t.deepEqual([...terms.keys()], ['expectedLogLikelihood/x', 'kl/z']);
  t.deepEqual([...shares.keys()], ['x/0', 'x/1', 'x/2', 'x/3']);
  nelbo!.forEach((value, row) => {
    const expected = terms.get('expectedLogLikelihood/x')![row]!;
    t.true(Math.abs(value - (terms.get('kl/z')![row]! - expected)) < 1e-12);
    const sum = [...shares.values()].reduce((all, share) => all + share[row]!, 0);
    t.true(Math.abs(sum - expected) < 1e-5);
  });
});

test('the standard error of a log-mean is that of the mean of the weights, relative to it', (t) => {
  const logWeights = [-1000, -1001.5, -999.2, -1002];
  const weights = new LogMeanWeights(1);
  for (const value of logWeights) weights.add([value], 0);
  const plain = logWeights.map((value) => Math.exp(value + 1000));
  const mean = plain.reduce((sum, value) => sum + value / 4, 0);
  const variance = plain.reduce((sum, value) => sum + (value - mean) ** 2 / 3, 0);
  t.true(Math.abs(weights.values[0]! - (Math.log(mean) - 1000)) < 1e-9);
  t.true(Math.abs(weights.standardErrors[0]! - Math.sqrt(variance / 4) / mean) < 1e-12);
});

test('a signal ends it with the batches that are done', async (t) => {
  const aborted = new AbortController();
  const { examples, nelbo } = await scoreExamples(tinyModel(), {
    data: patterns(150),
    samples: 2,
    seed: 0,
    signal: aborted.signal,
    onProgress: (done) => {
      if (done > 128) aborted.abort();
    },
  });
  t.deepEqual([examples, nelbo!.length], [64, 64]);
});
