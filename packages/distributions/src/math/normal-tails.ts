import { itemAt } from '@helmholtz/base';
import { type Tensor, abs, add, div, exp, less, mul, sqrt, square, sub, where } from '@tensorflow/tfjs-core';

import { elementwise } from './elementwise.js';
import { FALL, tailIntegrals } from './tail.js';

/** Probabilities of a standard normal variable below and above a value, with all digits of both. */
export function normalTails(value: Tensor): { readonly lower: Tensor; readonly upper: Tensor } {
  const [lower, upper] = elementwise([value], (z) => {
    const distance = abs(z);
    const length = div(2 * FALL, add(distance, sqrt(add(square(distance), 2 * FALL))));
    const mills = itemAt(
      tailIntegrals(length, (s) => mul(s, add(distance, mul(s, 0.5)))),
      0,
    );
    const tail = div(mul(mills, exp(mul(square(distance), -0.5))), Math.sqrt(2 * Math.PI));
    const isBelow = less(z, 0);
    return [where(isBelow, tail, sub(1, tail)), where(isBelow, sub(1, tail), tail)];
  }) as [Tensor, Tensor];
  return { lower, upper };
}
