import { type Tensor, reshape, sum } from '@tensorflow/tfjs-core';

/** The values a distribution gives density to. */
export interface Support {
  /** In words, as it stands in an error: "0 or 1", "any real number". */
  readonly description: string;
  /** Whether a density or mass is defined at `value`. */
  contains(value: number): boolean;
}

export const realLine: Support = {
  description: 'any finite number',
  contains: (value) => Number.isFinite(value),
};

export const unitInterval: Support = {
  description: 'numbers from 0 to 1',
  contains: (value) => value >= 0 && value <= 1,
};

/**
 * A distribution over tensors of shape [batch, ...event], its elements independent given the parameters.
 *
 * Parameters broadcast against values. Nothing here draws random numbers: a sample is a deterministic function
 * of noise that the caller supplies.
 */
export abstract class Distribution {
  /** The family's name, as `klDivergence` and descriptions know it. */
  abstract readonly family: string;
  abstract readonly support: Support;
  /** The noise that `sample` transforms, by the name of its source. */
  abstract readonly noise: string;

  /** log p(value), elementwise, in nats; same shape as `value`. */
  abstract logProb(value: Tensor): Tensor;

  /** A draw as a transformation of noise of the sample's shape. */
  abstract sample(noise: Tensor): Tensor;

  abstract mean(): Tensor;

  abstract variance(): Tensor;
}

/** Sums [batch, ...event] over the event, giving [batch]: elements are independent, so their log-densities add. */
export function sumOverEvent(values: Tensor): Tensor {
  return values.rank <= 1 ? values : sum(reshape(values, [values.shape[0], -1]), 1);
}
