import { type Tensor, div, log, sub } from '@tensorflow/tfjs-core';

/** Up to where log Gamma and its derivative are polynomials of `logSpread`; beyond, Stirling's formula is exact enough. */
export const STIRLING_FROM = 4.3;

/** log x, spread over -1 to 1 as x runs from 1/2 to `STIRLING_FROM`. */
export function logSpread(x: Tensor): Tensor {
  return div(sub(log(x), 0.382733921), 1.0758811);
}
