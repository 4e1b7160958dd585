import { type Tensor, reshape, sum } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { Support } from './support.js';

/**
 * A distribution over tensors of shape [...sampleShape, batch, ...shape].
 *
 * One event of a family takes the last `eventRank` axes of a value: none for a normal of each element, one for a
 * category in one-hot form or for a multivariate normal with full covariance. Events are independent given the parameters, so
 * their log-densities add.
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
  /** The axes of a value, counted from the last, that are one event. */
  readonly eventRank: number = 0;

  /** log p(value) of each event, in nats: the shape of `value` without the axes of one event. */
  abstract logProb(value: Tensor): Tensor;

  /** A draw as a transformation of noise of the sample's shape. */
  abstract sample(noise: Tensor): Tensor;

  /** @throws HelmholtzError (`graph`) for a family without a closed form, or one that comes near it. */
  abstract mean(): Tensor;

  /** @throws HelmholtzError (`graph`), as the mean. */
  abstract variance(): Tensor;

  /** Of what is relaxed: how probable what it is drawn to is, whatever the temperature; of its shape. */
  probs?(): Tensor;

  /**
   * -E[log p] of each event, in nats.
   *
   * @throws HelmholtzError (`graph`) for a family without a closed form.
   */
  entropy(): Tensor {
    throw noClosedForm(this.family, 'entropy', 'of -logProb over samples');
  }
}

/** @param estimate of what the mean is an estimate, to follow `the mean`. */
export function noClosedForm(family: string, what: string, estimate: string): HelmholtzError {
  return new HelmholtzError('graph', `The ${what} of the distribution "${family}" has no closed form.`, {
    hint: `Estimate it: the mean ${estimate}.`,
  });
}

/**
 * Sums log-densities of independent events over their axes, the last `rank` ones: [batch, ...events] to [batch] unless
 * told otherwise.
 */
export function sumOverEvents(values: Tensor, rank = values.rank - 1): Tensor {
  return rank <= 0 ? values : sum(reshape(values, [...values.shape.slice(0, -rank), -1]), -1);
}
