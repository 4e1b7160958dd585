import { type Tensor, grads, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import '@helmholtz/testing/cpu-backend';
import { reference } from '@helmholtz/testing/reference';
import { betaQuantile } from './beta-quantile.js';
import { negativeBinomialQuantile, poissonQuantile } from './count-quantile.js';
import { gammaQuantile } from './gamma-quantile.js';
import { logTails } from './log-tails.js';

/**
 * Rows of parameters, a probability and the quantile. For counts, the quantile is a range;
 * otherwise slopes may follow.
 */
type Rows = readonly (readonly number[])[];

const known =
  reference<Record<'poisson' | 'negativeBinomial' | 'gamma' | 'beta' | 'gammaSlopes' | 'betaSlopes', Rows>>(
    'quantiles.json',
  );

const column = (rows: Rows, at: number): Tensor => tensor1d(rows.map((row) => row[at]!));

/**
 * Counts are those at probabilities within 2e-6 of the shorter tail. Above 500, within 2e-5, or the
 * next: float32 has no more digits.
 */
function counts(t: ExecutionContext, rows: Rows, compute: () => Tensor): void {
  t.true(rows.length > 1000);
  const computed = tidy(() => compute().dataSync() as never) as Float32Array;
  rows.forEach((row, index) => {
    const [least, most] = row.slice(-2) as [number, number];
    const slack = most > 500 ? 1 : 0;
    const count = computed[index]!;
    t.true(count >= least - slack && count <= most + slack, `${count} of ${row.join()}`);
  });
}

test("Poisson counts are SciPy's at the same probabilities", (t) => {
  const rows = known.poisson;
  counts(t, rows, () => poissonQuantile(logTails(column(rows, 1)), column(rows, 0)));
});

test("negative binomial counts are SciPy's at the same probabilities", (t) => {
  const rows = known.negativeBinomial;
  counts(t, rows, () =>
    negativeBinomialQuantile(logTails(column(rows, 2)), column(rows, 0), column(rows, 1)),
  );
});

test("gamma quantiles are SciPy's, from shapes of 1e-3 to 1e6", (t) => {
  const rows = known.gamma;
  const offsets = tidy(
    () => gammaQuantile(logTails(column(rows, 1)), column(rows, 0)).dataSync() as never,
  ) as Float32Array;
  rows.forEach(([shape, p, expected], index) => {
    const computed = Math.log(shape!) + offsets[index]!;
    t.true(
      Math.abs(computed - Math.log(expected!)) < 4e-5,
      `${computed} for ${Math.log(expected!)} at ${shape}, ${p}`,
    );
  });
});

test("beta quantiles are SciPy's, from concentrations of 1e-3 to 1e6", (t) => {
  const rows = known.beta;
  const [p, a, b] = [2, 0, 1].map((at) => column(rows, at)) as [Tensor, Tensor, Tensor];
  const offsets = tidy(() => betaQuantile(logTails(p), a, b).dataSync() as never) as Float32Array;
  rows.forEach((row, index) => {
    const computed = Math.log(row[0]! / row[1]!) + offsets[index]!;
    t.true(Math.abs(computed - row[3]!) < 6e-5, `the logit ${computed} of ${row.join()}`);
  });
});

test('implicit gradients of gamma draws are the quotients of its distribution function', (t) => {
  const rows = known.gammaSlopes;
  const sumOfQuantiles = (shape: Tensor): Tensor => sum(gammaQuantile(logTails(column(rows, 1)), shape));
  const [slopes] = grads(sumOfQuantiles)([column(rows, 0)]);
  // The slope of log x is the sum of the slope of the offset and 1 / shape.
  const expected = rows.map(([shape, , , slope]) => slope! - 1 / shape!);
  slopes!.dataSync().forEach((slope, index) => {
    const [shape, , , ofLog] = rows[index]!;
    const close = Math.abs(slope - expected[index]!) <= 1e-4 * Math.abs(ofLog!) + 1e-6 / shape!;
    t.true(close, `${slope} for ${expected[index]} at ${rows[index]!.join()}`);
  });
});

test('implicit gradients of beta draws are the quotients of its distribution function', (t) => {
  const rows = known.betaSlopes;
  const sumOfQuantiles = (a: Tensor, b: Tensor): Tensor => sum(betaQuantile(logTails(column(rows, 2)), a, b));
  const [byFirst, bySecond] = grads(sumOfQuantiles)([column(rows, 0), column(rows, 1)]);
  const [first, second] = [1, -1].map((sign, at) => rows.map((row) => row[4 + at]! - sign / row[at]!)) as [
    number[],
    number[],
  ];
  slopesNear(t, byFirst!, first, rows, 4);
  slopesNear(t, bySecond!, second, rows, 5);
});

/** Tolerance: 1e-4 of the slope of the logit, which includes the slope of the offset. */
function slopesNear(
  t: ExecutionContext,
  computed: Tensor,
  expected: readonly number[],
  rows: Rows,
  at: number,
): void {
  computed.dataSync().forEach((slope, index) => {
    const close = Math.abs(slope - expected[index]!) <= 1e-4 * Math.abs(rows[index]![at]!);
    t.true(close, `${slope} for ${expected[index]} at ${rows[index]!.join()}`);
  });
}
