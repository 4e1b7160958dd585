import { itemAt } from '@helmholtz/base';
import { type Tensor, grads, sub, sum, tidy } from '@tensorflow/tfjs-core';
import type { TestFn } from 'ava';

import { type Distribution, meanOf } from '../distribution.js';
import { klDivergence } from '../kl-divergence.js';
import { mean, variance } from '@helmholtz/testing/statistics';
import {
  type DivergenceRow,
  type Value,
  agree,
  agreeAll,
  batched,
  familyReference,
  noise,
} from './textbook.js';

/** Divergence to compare with its peers' values. */
export interface DivergenceCase {
  readonly families: readonly [q: string, p: string];
  /** Rows of the peer. By default, the rows of the family of p in the file of q. */
  readonly rows?: readonly DivergenceRow[];
  /** The two distributions of one row of parameters. */
  readonly create: (...parameters: Tensor[]) => readonly [q: Distribution, p: Distribution];
  /** How many draws are averaged over; 50,000 by default. */
  readonly samples?: number;
  /**
   * How far float32 may be off beside 1e-4 of the value, where the value is a small difference of
   * large terms.
   */
  readonly rounding?: (...parameters: Value[]) => number;
}

/** The suite that every registered divergence passes. */
export function divergenceConforms(test: TestFn, textbook: DivergenceCase): void {
  const { families, create, rounding = () => 1e-6, samples: count = 50_000 } = textbook;
  const [q, p] = families;
  const name = `KL(${q}, ${p})`;
  const rows = textbook.rows ?? familyReference(q).kl![p]!;

  test(`${name} is the peer's, and never negative`, (t) => {
    t.true(rows.length >= 4);
    for (const { parameters, kl } of rows) {
      const [computed] = tidy(() => klDivergence(...create(...batched(parameters))).dataSync() as never) as [
        number,
      ];
      agree(t, computed, kl, `KL at ${JSON.stringify(parameters)}`, rounding(...parameters));
      t.true(computed >= -1e-6, `KL at ${JSON.stringify(parameters)} is ${computed}`);
    }
  });

  test(`${name} has the peer's gradients`, (t) => {
    for (const { parameters, gradient } of rows) {
      const computed = grads((...inputs: Tensor[]) => sum(klDivergence(...create(...inputs))))(
        batched(parameters),
      );
      gradient.forEach((expected, which) => {
        const what = `dKL at ${JSON.stringify(parameters)} by parameter ${which}`;
        if (expected !== null) agreeAll(t, itemAt(computed, which).dataSync(), expected, what, 1e-6);
      });
    }
  });

  test(`${name} is the mean of log q - log p over samples of q, within its error`, (t) => {
    const ordinary = rows.filter(({ kl }) => kl > 1e-3 && kl < 20).slice(0, 4);
    t.true(ordinary.length >= 2);
    for (const { parameters, kl } of ordinary) {
      const ratios = tidy(() => {
        const [from, to] = create(...batched(parameters));
        const samples = from.sample(noise(from.noise, [count, ...meanOf(from).shape.slice(1)]));
        const [ofQ, ofP] = [from.logProb(samples), to.logProb(samples)];
        return sub(...sameEvents(ofQ, ofP)).dataSync() as never;
      }) as Float32Array;
      const error = Math.sqrt(variance(ratios) / count) + 1e-6;
      t.true(
        Math.abs(mean(ratios) - kl) < 4 * error,
        `${mean(ratios)} for ${kl} at ${JSON.stringify(parameters)}`,
      );
    }
  });
}

/** Log-densities of elements, added up where the other's are of vectors. */
function sameEvents(first: Tensor, second: Tensor): [Tensor, Tensor] {
  if (first.rank === second.rank) return [first, second];
  return first.rank > second.rank ? [sum(first, -1), second] : [first, sum(second, -1)];
}
