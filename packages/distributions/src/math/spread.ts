/** The variables that approximations around log Gamma are polynomials of, spread over -1 to 1. */
import { type Tensor, add, div, log, mul, reciprocal, sub } from '@tensorflow/tfjs-core';

/**
 * Up to where log Gamma and its derivative are polynomials of `logSpread`; beyond, Stirling's
 * formula is exact enough.
 */
export const STIRLING_FROM = 4.3;

/** log x, spread over -1 to 1 as x runs from 1/2 to `STIRLING_FROM`. */
export function logSpread(x: Tensor): Tensor {
  return div(sub(log(x), 0.382733921), 1.0758811);
}

/** 1 / (x + 1/2), which runs from 1 to 0 as x runs from 1/2 to infinity, spread over -1 to 1. */
export function shrunk(x: Tensor): Tensor {
  return sub(mul(reciprocal(add(x, 0.5)), 2), 1);
}
