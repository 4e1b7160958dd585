/** Differences that vanish with the square of x, without the digits that a subtraction loses. */
import {
  type Tensor,
  abs,
  add,
  clipByValue,
  div,
  exp,
  expm1,
  greater,
  less,
  log,
  log1p,
  minimum,
  mul,
  neg,
  relu,
  square,
  sub,
  where,
} from '@tensorflow/tfjs-core';

import { polynomial } from './polynomial.js';
import { withDerivative } from './with-derivative.js';

const EXPM1_TERMS = [1 / 362880, 1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2];
const ATANH_TERMS = [2 / 11, 2 / 9, 2 / 7, 2 / 5, 2 / 3];
/** Above it exp overflows. */
const LARGEST = 80;

/** exp(x) - 1 - x, elementwise. */
export const expm1Minus = withDerivative((x) => {
  const near = clipByValue(x, -0.7, 0.7);
  const series = mul(square(near), polynomial(EXPM1_TERMS, near));
  return where(less(abs(x), 0.7), series, sub(expm1(x), x));
}, expm1);

/**
 * log(1 + x) - x, elementwise for x > -1: by r = x / (2 + x), log(1 + x) = 2 (r + r^3 / 3 + ...),
 * and 2 r - x = -x r.
 */
export function log1pMinus(x: Tensor): Tensor {
  const near = clipByValue(x, -0.5, 0.5);
  const ratio = div(near, add(near, 2));
  const cubic = mul(mul(ratio, square(ratio)), polynomial(ATANH_TERMS, square(ratio)));
  return where(less(abs(x), 0.5), sub(cubic, mul(near, ratio)), sub(log1p(x), x));
}

/**
 * log(q + p exp(s)) - p s with q = 1 - p, elementwise: the logarithm of the moment-generating
 * function of a Bernoulli variable less its mean. Never negative.
 *
 * @param share p
 * @param rest q, which may have more digits in float32 than 1 - p.
 */
export function bernoulliCumulant(share: Tensor, rest: Tensor, s: Tensor): Tensor {
  const mirrored = greater(share, 0.5);
  const p = where(mirrored, rest, share);
  const x = mul(s, where(mirrored, -1, 1));
  const near = minimum(x, LARGEST);
  const rise = mul(p, expm1(near));
  const small = add(log1pMinus(rise), mul(p, expm1Minus(near)));
  const q = sub(1, p);
  const large = add(mul(q, x), log(add(p, mul(q, exp(neg(relu(x)))))));
  return where(greater(rise, 1), large, small);
}

/**
 * Returns log(q + p exp(s)) with q = 1 - p, elementwise. It is exact if the result is nearly 0, and
 * if p is nearly 1.
 */
export function logMixedExp(p: Tensor, q: Tensor, s: Tensor): Tensor {
  const near = minimum(s, LARGEST);
  const mixed = add(q, mul(p, exp(near)));
  const value = where(less(abs(sub(mixed, 1)), 0.5), log1p(mul(p, expm1(near))), log(mixed));
  return add(value, sub(s, near));
}
