import {
  type Tensor,
  abs,
  div,
  log,
  minimum,
  mul,
  neg,
  sign,
  sqrt,
  square,
  sub,
} from '@tensorflow/tfjs-core';

import { polynomial } from './polynomial.js';
import { wherePositive } from './where-positive.js';

// Coefficients of PPND7 (Wichura 1988, algorithm AS 241), that of the highest power first.
const centre = [59.10937472, 159.29113202, 50.434271938, 3.3871327179];
const centreDenominator = [67.1875636, 78.757757664, 17.895169469, 1];
const tail = [0.17023821103, 1.3067284816, 2.75681539, 1.4234372777];
const tailDenominator = [0.12021132975, 0.7370016425, 1];

/**
 * The inverse of the standard normal distribution function, elementwise for p from 1e-10 to 1 -
 * 2^-24, which draws of a float32 lie between: uniform numbers become standard normal ones.
 */
export function probit(p: Tensor): Tensor {
  const fromHalf = sub(p, 0.5);
  const inside = sub(0.180625, square(fromHalf));
  const central = mul(fromHalf, div(polynomial(centre, inside), polynomial(centreDenominator, inside)));
  const outside = sub(sqrt(neg(log(minimum(p, sub(1, p))))), 1.6);
  const outer = mul(sign(fromHalf), div(polynomial(tail, outside), polynomial(tailDenominator, outside)));
  return wherePositive(sub(0.425, abs(fromHalf)), central, outer);
}
