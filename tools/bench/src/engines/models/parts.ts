import {
  type Scalar,
  type Tensor,
  type Tensor2D,
  add,
  exp,
  matMul,
  mean,
  mul,
  softplus,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import type { Weights } from './loss.js';

export function dense(weights: Weights, name: string, x: Tensor2D): Tensor2D {
  return add(matMul(x, weights[`${name}.kernel`] as Tensor2D), weights[`${name}.bias`]!);
}

/** Dense layers one after another. */
export function stack(
  weights: Weights,
  name: string,
  x: Tensor2D,
  depth: number,
  activation: (x: Tensor2D) => Tensor2D,
): Tensor2D {
  for (let index = 0; index < depth; index++) x = activation(dense(weights, `${name}.${index}`, x));
  return x;
}

/** z = loc + exp(logVariance / 2) epsilon */
export function reparameterize(loc: Tensor2D, logVariance: Tensor2D, noise: Tensor2D): Tensor2D {
  return add(loc, mul(exp(mul(logVariance, 0.5)), noise));
}

/** The mean over the batch of KL(N(loc, exp(logVariance)), N(0, 1)), summed over the event. */
export function standardNormalKl(loc: Tensor2D, logVariance: Tensor2D): Scalar {
  const terms = sub(add(exp(logVariance), square(loc)), add(logVariance, 1));
  return mul(0.5, mean(sum(terms, -1)));
}

/** log p(x given logits), summed over the last axis: x * logits - softplus(logits). */
export function bernoulliLogLikelihood(x: Tensor, logits: Tensor): Tensor {
  return sum(sub(mul(x, logits), softplus(logits)), -1);
}
