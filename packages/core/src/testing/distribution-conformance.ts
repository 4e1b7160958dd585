import { type Tensor, grads, reshape, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { TestFn } from 'ava';

import type { Distribution } from '../distributions/distribution.js';
import { reference } from './reference.js';
import { mean, variance } from './statistics.js';
import { agree, columns, derivative, float32, noise, replaced } from './textbook.js';

/** A family's textbook, in float64: what its file is held against. Parameters are in the order of `create`. */
export interface DistributionCase {
  readonly family: string;
  create(...parameters: Tensor[]): Distribution;
  /** Parameters to try, from the ordinary to the extreme. */
  readonly parameters: readonly (readonly number[])[];
  /** Values to try at each parameter. */
  values(...parameters: number[]): number[];
  logProb(value: number, ...parameters: number[]): number;
  /** The derivatives of `logProb` by each parameter. */
  gradient(value: number, ...parameters: number[]): number[];
  mean(...parameters: number[]): number;
  variance(...parameters: number[]): number;
  /** The parameters among these whose density float32 can be summed over all values: those values, and their weights. */
  readonly measures: readonly {
    readonly parameters: readonly number[];
    readonly points: readonly { readonly value: number; readonly weight: number }[];
  }[];
  /** Values inside and outside the support. */
  readonly inside: readonly number[];
  readonly outside: readonly number[];
}

/** Peers' log-densities, as tools/reference/distributions.py writes them. */
type Reference = Record<
  string,
  { logProb: { value: number; parameters: number[]; logProb: number }[] } | undefined
>;

/** The suite that every distribution passes: its file's test calls this with its case. */
export function conforms(test: TestFn, textbook: DistributionCase): void {
  const { family } = textbook;
  const parameters = float32(textbook.parameters);
  const peer = reference<Reference>('distributions.json')[family];

  /** Calls `work` with a distribution whose parameters are one row for each of `rows`. */
  const withRows = <Result>(
    rows: readonly (readonly number[])[],
    work: (distribution: Distribution) => Result,
  ): Result => tidy(() => work(textbook.create(...columns(rows))) as Result & void);

  /** Every parameter with every value to try at it. */
  const grid = parameters.flatMap((row) =>
    textbook.values(...row).map((value) => ({ row, value: Math.fround(value) })),
  );

  const logProbAt = (points: readonly { row: readonly number[]; value: number }[]): Float32Array =>
    withRows(
      points.map(({ row }) => row),
      (distribution) =>
        distribution.logProb(tensor1d(points.map(({ value }) => value))).dataSync() as Float32Array,
    );

  test(`${family}: is called so`, (t) => {
    t.is(
      withRows([parameters[0]!], ({ family: name }) => name),
      family,
    );
  });

  test(`${family}: log-densities are the textbook's, in the tails too`, (t) => {
    const computed = logProbAt(grid);
    grid.forEach(({ row, value }, index) => {
      agree(t, computed[index]!, textbook.logProb(value, ...row), `log p(${value}; ${row.join()})`);
    });
  });

  test(`${family}: log-densities are SciPy's`, (t) => {
    t.true(peer !== undefined && peer.logProb.length > 50);
    const points = peer!.logProb.map((one) => ({ row: one.parameters, value: one.value }));
    logProbAt(points).forEach((computed, index) => {
      const { value, parameters: row, logProb } = peer!.logProb[index]!;
      agree(t, computed, logProb, `log p(${value}; ${row.join()})`);
    });
  });

  test(`${family}: the density adds up to one`, (t) => {
    for (const { parameters: row, points } of textbook.measures) {
      const densities = logProbAt(points.map(({ value }) => ({ row, value })));
      const total = points.reduce((sum, { weight }, index) => sum + weight * Math.exp(densities[index]!), 0);
      t.true(Math.abs(total - 1) < 1e-5, `${total} at ${row.join()}`);
    }
  });

  test(`${family}: gradients of the log-density are the textbook's`, (t) => {
    const values = tensor1d(grid.map(({ value }) => value));
    const gradients = grads((...inputs: Tensor[]) => sum(textbook.create(...inputs).logProb(values)))(
      columns(grid.map(({ row }) => row)),
    ).map((gradient) => gradient.dataSync());
    grid.forEach(({ row, value }, index) => {
      textbook.gradient(value, ...row).forEach((expected, which) => {
        const what = `d log p(${value}; ${row.join()}) by parameter ${which}`;
        agree(t, gradients[which]![index]!, expected, what);
      });
    });
  });

  test(`${family}: the textbook's gradients are its finite differences`, (t) => {
    for (const { row, value } of grid) {
      textbook.gradient(value, ...row).forEach((expected, which) => {
        const along = (parameter: number): number =>
          textbook.logProb(value, ...replaced(row, which, parameter));
        const { estimate, rounding } = derivative(along, row[which]!);
        agree(t, estimate, expected, `d log p(${value}; ${row.join()}) by parameter ${which}`, rounding);
      });
    }
  });

  test(`${family}: mean and variance are the textbook's`, (t) => {
    const [means, variances] = withRows(parameters, (distribution) => [
      distribution.mean().dataSync(),
      distribution.variance().dataSync(),
    ]);
    parameters.forEach((row, index) => {
      agree(t, means[index]!, textbook.mean(...row), `the mean at ${row.join()}`);
      agree(t, variances[index]!, textbook.variance(...row), `the variance at ${row.join()}`);
    });
  });

  test(`${family}: samples have the distribution's mean and variance`, (t) => {
    const count = 100_000;
    for (const { parameters: row } of textbook.measures) {
      const samples = draw(textbook, row, count);
      const spread = textbook.variance(...row);
      t.true(
        Math.abs(mean(samples) - textbook.mean(...row)) < 4 * Math.sqrt(spread / count),
        `mean ${mean(samples)} at ${row.join()}`,
      );
      const deviations = samples.map((sample) => (sample - textbook.mean(...row)) ** 2);
      const error = Math.sqrt(variance(deviations) / count) + 1e-6 * spread;
      t.true(
        Math.abs(mean(deviations) - spread) < 4 * error,
        `variance ${mean(deviations)} at ${row.join()}`,
      );
    }
  });

  test(`${family}: a sample is a function of the noise alone, and inside the support`, (t) => {
    for (const { parameters: row } of textbook.measures) {
      const [first, second] = [draw(textbook, row, 100), draw(textbook, row, 100)];
      t.deepEqual(first, second);
      withRows([row], ({ support }) => t.true(first.every((sample) => support.contains(sample))));
    }
  });

  test(`${family}: the support says what it contains`, (t) => {
    withRows([parameters[0]!], ({ support }) => {
      for (const value of textbook.inside) t.true(support.contains(value), `${value}`);
      for (const value of [...textbook.outside, NaN]) t.false(support.contains(value), `${value}`);
      t.true(support.description.length > 0);
    });
  });

  test(`${family}: parameters of one element apply to a whole batch of events`, (t) => {
    const row = parameters[0]!;
    const values = textbook.values(...row);
    withRows([row], (distribution) => {
      const batch = reshape(tensor1d(values), [values.length, 1]);
      const logProb = distribution.logProb(batch);
      t.deepEqual(logProb.shape, [values.length, 1]);
      t.deepEqual(logProb.dataSync(), logProbAt(values.map((value) => ({ row, value }))));
    });
  });
}

function draw(textbook: DistributionCase, row: readonly number[], count: number): number[] {
  return tidy(() => {
    const distribution = textbook.create(...columns([row]));
    return Array.from(distribution.sample(tensor1d(noise(distribution.noise, count))).dataSync());
  });
}
