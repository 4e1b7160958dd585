import { type Tensor, grads, sub, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { TestFn } from 'ava';

import type { Distribution } from '../distributions/distribution.js';
import { klDivergence } from '../distributions/kl-divergence.js';
import { mean, variance } from './statistics.js';
import { agree, columns, derivative, float32, noise, replaced } from './textbook.js';

/** A divergence's textbook, in float64. */
export interface DivergenceCase {
  readonly families: readonly [q: string, p: string];
  /** The two distributions of one row of parameters. */
  create(...parameters: Tensor[]): readonly [q: Distribution, p: Distribution];
  readonly parameters: readonly (readonly number[])[];
  kl(...parameters: number[]): number;
  /** The derivatives of `kl` by each parameter. */
  gradient(...parameters: number[]): number[];
  /** How far float32 may be off beside 1e-4 of the value, where the value is a small difference of large terms. */
  rounding(...parameters: number[]): number;
}

/** The suite that every registered divergence passes. */
export function divergenceConforms(test: TestFn, textbook: DivergenceCase): void {
  const parameters = float32(textbook.parameters);
  const name = `KL(${textbook.families.join(', ')})`;

  const elementwise = (inputs: Tensor[]): Tensor => klDivergence(...textbook.create(...inputs));

  test(`${name} is the textbook's, and never negative`, (t) => {
    const computed = tidy(() => elementwise(columns(parameters)).dataSync());
    parameters.forEach((row, index) => {
      agree(t, computed[index]!, textbook.kl(...row), `KL at ${row.join()}`, textbook.rounding(...row));
      t.true(computed[index]! >= 0, `KL at ${row.join()}`);
    });
  });

  test(`${name} has the textbook's gradients`, (t) => {
    const gradients = grads((...inputs: Tensor[]) => sum(elementwise(inputs)))(columns(parameters)).map(
      (gradient) => gradient.dataSync(),
    );
    parameters.forEach((row, index) => {
      textbook.gradient(...row).forEach((expected, which) => {
        // The derivative by a log-variance is exp - 1, a difference of numbers near 1.
        const what = `dKL at ${row.join()} by parameter ${which}`;
        agree(t, gradients[which]![index]!, expected, what, 1.2e-7);
      });
    });
  });

  test(`${name}: the textbook's gradients are its finite differences`, (t) => {
    for (const row of parameters) {
      textbook.gradient(...row).forEach((expected, which) => {
        const { estimate, rounding } = derivative(
          (parameter) => textbook.kl(...replaced(row, which, parameter)),
          row[which]!,
        );
        agree(t, estimate, expected, `dKL at ${row.join()} by parameter ${which}`, rounding + 1e-10);
      });
    }
  });

  test(`${name} is the mean of log q - log p over samples of q, within its error`, (t) => {
    const count = 100_000;
    const ordinary = parameters.filter((row) => textbook.kl(...row) > 1e-3 && textbook.kl(...row) < 20);
    t.true(ordinary.length >= 3);
    for (const row of ordinary) {
      const ratios = tidy(() => {
        const [q, p] = textbook.create(...columns([row]));
        const samples = q.sample(tensor1d(noise(q.noise, count)));
        return sub(q.logProb(samples), p.logProb(samples)).dataSync();
      });
      const error = Math.sqrt(variance(ratios) / count);
      t.true(Math.abs(mean(ratios) - textbook.kl(...row)) < 4 * error, `${mean(ratios)} at ${row.join()}`);
    }
  });
}
