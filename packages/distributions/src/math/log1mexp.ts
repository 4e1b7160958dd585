import { exp, expm1, less, log, log1p, neg, reciprocal, where } from '@tensorflow/tfjs-core';

import { withDerivative } from './with-derivative.js';

/**
 * log(1 - exp(-x)), elementwise for x > 0, exact for small and large x (Mächler 2012). Its
 * derivative is 1 / (exp(x) - 1).
 */
export const log1mexp = withDerivative(
  (x) => where(less(x, Math.LN2), log(neg(expm1(neg(x)))), log1p(neg(exp(neg(x))))),
  (x) => reciprocal(expm1(x)),
);
