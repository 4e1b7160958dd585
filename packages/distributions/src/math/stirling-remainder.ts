import { add, div, less, log1p, mul, reciprocal, square, sub, where } from '@tensorflow/tfjs-core';

import { polynomial } from './polynomial.js';
import { shrunk } from './spread.js';
import { trigamma } from './trigamma.js';
import { withDerivative } from './with-derivative.js';

// From tools/reference/special_functions.py: x times the remainder, and x^2 times its derivative,
// as polynomials of `shrunk`.
const remainder = [
  -2.68414944e-7, -9.54066916e-7, -8.6958943e-6, -1.64041957e-5, -6.45176869e-5, -5.89875201e-4,
  -2.12443061e-3, -2.70282965e-3, 0.0822211816,
];
const slope = [
  1.09887754e-6, -7.74615046e-6, 1.67316663e-5, 3.20300401e-5, -1.85926183e-4, 6.0615197e-4, 4.90012786e-3,
  7.24087132e-3, -0.0801940529,
];

/**
 * The derivative of `stirlingRemainder`: digamma(x) - log x + 1 / (2 x). Its own is trigamma(x) - 1
 * / x - 1 / (2 x^2).
 */
export const stirlingRemainderSlope = withDerivative(
  (x) => {
    const small = less(x, 0.5);
    const moved = where(small, add(x, 1), x);
    const far = div(polynomial(slope, shrunk(moved)), square(moved));
    const step = sub(log1p(reciprocal(x)), div(add(x, 0.5), mul(x, add(x, 1))));
    return where(small, add(far, step), far);
  },
  (x) => sub(trigamma(x), div(add(x, 0.5), square(x))),
);

/**
 * The remainder of Stirling's formula of log Gamma, elementwise for x > 0 (Binet's function, about
 * 1 / (12 x)):
 *
 *     log Gamma(x) = (x - 1/2) log x - x + log(2 pi) / 2 + stirlingRemainder(x)
 *
 * In a beta function or a binomial coefficient of large numbers, the other terms cancel
 * analytically, so that only remainders are computed. The relative error is below 1e-6.
 */
export const stirlingRemainder = withDerivative((x) => {
  const small = less(x, 0.5);
  const moved = where(small, add(x, 1), x);
  const far = div(polynomial(remainder, shrunk(moved)), moved);
  const step = sub(mul(add(x, 0.5), log1p(reciprocal(x))), 1);
  return where(small, add(far, step), far);
}, stirlingRemainderSlope);
