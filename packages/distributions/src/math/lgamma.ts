import { add, clipByValue, less, log, mul, sub, where } from '@tensorflow/tfjs-core';

import { digamma } from './digamma.js';
import { polynomial } from './polynomial.js';
import { STIRLING_FROM, logSpread } from './spread.js';
import { stirlingRemainder } from './stirling-remainder.js';
import { withDerivative } from './with-derivative.js';

const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

// From tools/reference/special_functions.py: log Gamma / ((x - 1) (x - 2)) by `logSpread`.
export const betweenRoots = [
  2.28840655e-6, 6.48192043e-6, -3.53994929e-5, -2.96207133e-5, -1.71782647e-5, -7.52853376e-4, 0.0371818976,
  -0.237123357, 0.488122295,
];

/**
 * Computes log Gamma(x), elementwise for x > 0, and NaN otherwise. The relative error is below
 * 1e-6, also near the roots 1 and 2. Its gradient is `digamma`.
 *
 * @example
 * ```ts
 * import { lgamma } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * console.log(lgamma(scalar(5)).dataSync()[0]?.toFixed(3)); // 3.178
 * ```
 */
export const lgamma = withDerivative((x) => {
  const small = less(x, 0.5);
  const moved = where(small, add(x, 1), x);
  const near = clipByValue(moved, 0.5, STIRLING_FROM);
  const roots = mul(sub(near, 1), sub(near, 2));
  const nearValue = mul(roots, polynomial(betweenRoots, logSpread(near)));
  // (x - 1/2) log x - x, with less to cancel.
  const growth = mul(sub(moved, 0.5), sub(log(moved), 1));
  const farValue = add(growth, add(stirlingRemainder(moved), HALF_LOG_2PI - 0.5));
  const value = where(less(moved, STIRLING_FROM), nearValue, farValue);
  return where(small, sub(value, log(x)), value);
}, digamma);
