import {
  type Tensor,
  add,
  clipByValue,
  div,
  less,
  log,
  mul,
  reciprocal,
  square,
  sub,
  where,
} from '@tensorflow/tfjs-core';

import { STIRLING_FROM, logSpread } from './log-spread.js';
import { polynomial } from './polynomial.js';
import { shrunk, stirlingRemainderSlope } from './stirling-remainder.js';
import { withDerivative } from './with-derivative.js';

/** The positive root of digamma, as a float32 and what that leaves. */
const ROOT = 1.4616321325302124;
const ROOT_REST = 1.2438149938918909e-8;

// Of tools/reference/special_functions.py: digamma / (x - root) by `logSpread`, and x times trigamma by `shrunk`.
const beforeRoot = [
  -6.61302117e-6, 4.98013373e-6, -7.23102374e-5, 1.11880091e-3, -6.67571688e-3, 0.0259102472, -0.0837969833,
  0.263948143, -0.694701212, 0.96561647,
];
const scaledTrigamma = [
  5.65805077e-5, 1.92441121e-4, 3.95981251e-4, 1.1271025e-3, 3.79336465e-3, 0.0108514368, 0.0319504913,
  0.104743809, 0.295300812, 0.616785735, 1.40220331,
];

/** The derivative of digamma, elementwise for x > 0, to a relative error below 1e-6. */
export function trigamma(x: Tensor): Tensor {
  const small = less(x, 0.5);
  const moved = where(small, add(x, 1), x);
  const far = div(polynomial(scaledTrigamma, shrunk(moved)), moved);
  return where(small, add(far, square(reciprocal(x))), far);
}

/**
 * The derivative of log Gamma, elementwise for x > 0, to a relative error below 1e-6, also where it is nearly zero, around
 * 1.4616.
 */
export const digamma = withDerivative((x) => {
  const small = less(x, 0.5);
  const moved = where(small, add(x, 1), x);
  const near = clipByValue(moved, 0.5, STIRLING_FROM);
  const fromRoot = sub(sub(near, ROOT), ROOT_REST);
  const nearValue = mul(fromRoot, polynomial(beforeRoot, logSpread(near)));
  const farValue = add(sub(log(moved), div(0.5, moved)), stirlingRemainderSlope(moved));
  const value = where(less(moved, STIRLING_FROM), nearValue, farValue);
  return where(small, sub(value, reciprocal(x)), value);
}, trigamma);
