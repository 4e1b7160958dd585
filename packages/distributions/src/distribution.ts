import { type Tensor, reshape, sum } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { Support } from './support.js';

/** A draw and its log-density, the draw's shape without the axes of one event. */
export interface SampleWithLogProb {
  readonly value: Tensor;
  readonly logProb: Tensor;
}

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

  /**
   * Whether `logProb` takes any value. Without it only `sampleWithLogProb` knows a density, as for a normalizing flow
   * whose inverse has no closed form.
   */
  readonly hasLogProb: boolean = true;

  /**
   * Returns log p(value) of each event, in nats: the shape of `value` without the axes of one event.
   *
   * @throws HelmholtzError (`graph`) where `hasLogProb` is false.
   */
  abstract logProb(value: Tensor): Tensor;

  /** Returns a draw as a transformation of noise of the sample's shape. */
  abstract sample(noise: Tensor): Tensor;

  /**
   * Returns a draw and its log-density at once. A transformed distribution computes both without an inverse.
   *
   *     const { value, logProb } = new Normal(scalar(0), scalar(1)).sampleWithLogProb(noise);
   */
  sampleWithLogProb(noise: Tensor): SampleWithLogProb {
    const value = this.sample(noise);
    return { value, logProb: this.logProb(value) };
  }

  /** The mean of each element. Families without a closed form, or one that comes near it, do not have this method. */
  mean?(): Tensor;

  /** The variance of each element, as for the mean. */
  variance?(): Tensor;

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

/**
 * Returns the mean of a distribution that must have one.
 *
 * @throws HelmholtzError (`graph`) for a family without a mean.
 *
 * @example
 * ```ts
 * import { Normal, meanOf } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const [mean] = meanOf(new Normal(scalar(3), scalar(1))).dataSync();
 * console.log(mean); // 3
 * ```
 */
export function meanOf(distribution: Distribution): Tensor {
  if (distribution.mean) return distribution.mean();
  throw noClosedForm(distribution.family, 'mean', 'of samples');
}

/**
 * Returns the variance of a distribution that must have one.
 *
 * @throws HelmholtzError (`graph`) for a family without a variance.
 *
 * @example
 * ```ts
 * import { Normal, varianceOf } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const [variance] = varianceOf(new Normal(scalar(3), scalar(2))).dataSync();
 * console.log(variance); // 4
 * ```
 */
export function varianceOf(distribution: Distribution): Tensor {
  if (distribution.variance) return distribution.variance();
  throw noClosedForm(distribution.family, 'variance', 'of squared distances of samples from their mean');
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
