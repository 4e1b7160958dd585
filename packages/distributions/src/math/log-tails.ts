import { type Tensor, greater, log, log1p, neg, where } from '@tensorflow/tfjs-core';

/**
 * The probabilities below and above a quantile, as logarithms: far tails have all their digits on
 * either side.
 */
export interface LogTails {
  readonly logLower: Tensor;
  readonly logUpper: Tensor;
}

/** Half of the least step of uniform noise, which stands for 0. */
const LEAST = 2 ** -25;

/**
 * Logarithms of both tails at uniform noise. A value of 0 is replaced by half of the smallest step.
 */
export function logTails(uniform: Tensor): LogTails {
  const lower = where(greater(uniform, 0), uniform, LEAST);
  return { logLower: log(lower), logUpper: log1p(neg(lower)) };
}
