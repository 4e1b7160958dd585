import { type Tensor, reshape, sum } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { Support } from './support.js';

/** Draw and its log-density, without the axes of an event. */
export interface SampleWithLogProb {
  readonly value: Tensor;
  readonly logProb: Tensor;
}

/** Discrete distribution that a relaxed distribution approximates. */
export interface Discretization {
  /** Distribution of the discrete values. */
  readonly distribution: Distribution;
  /**
   * Returns the discrete value that a relaxed value stands for: 0 or 1, or a one-hot vector. A draw
   * of the relaxed distribution becomes an exact draw of the discrete one. The gradient is zero.
   */
  discrete(this: void, relaxed: Tensor): Tensor;
  /** Returns the relaxed value whose units are a discrete value. */
  relaxed(this: void, discrete: Tensor): Tensor;
}

/**
 * Base class of distributions over tensors of shape [...sampleShape, batch, ...shape].
 *
 * An event is the last `eventRank` axes of a value: none for elementwise families, one for one-hot
 * categories or a multivariate normal. Events are independent, so that their log-densities add.
 *
 * Parameters broadcast against values. No method draws random numbers: a sample is a deterministic
 * function of noise.
 *
 * @example
 * ```ts
 * import { Distribution, insideUnitInterval } from '@helmholtz/distributions';
 * import { type Tensor, scalar, zerosLike } from '@tensorflow/tfjs-core';
 *
 * class Uniform extends Distribution {
 *   readonly family = 'uniform';
 *   readonly support = insideUnitInterval;
 *   readonly noise = 'uniform';
 *   logProb(value: Tensor): Tensor {
 *     return zerosLike(value);
 *   }
 *   sample(noise: Tensor): Tensor {
 *     return noise;
 *   }
 * }
 * console.log(new Uniform().sampleWithLogProb(scalar(0.5)).value.dataSync()[0]); // 0.5
 * ```
 */
export abstract class Distribution {
  /** Name of the family, as registered and shown in diagrams. */
  abstract readonly family: string;
  abstract readonly support: Support;
  /** Name of the noise source that `sample` transforms. */
  abstract readonly noise: string;
  /** Number of last axes of a value that form one event. */
  readonly eventRank: number = 0;

  /**
   * Whether `logProb` accepts any value at a low cost. If false, only `sampleWithLogProb` knows a
   * density cheaply, as in a normalizing flow without a cheap inverse.
   */
  readonly hasLogProb: boolean = true;

  /**
   * Whether `sample` has a low cost. If false, it takes the costly direction of a bijector, as a
   * masked autoregressive flow does.
   */
  readonly hasCheapDraws: boolean = true;

  /**
   * Returns log p(value) of each event in nats, with the shape of `value` without the event axes.
   *
   * @throws HelmholtzError (`graph`) if it can't be computed. See `hasLogProb`.
   */
  abstract logProb(value: Tensor): Tensor;

  /** Transforms noise to a draw of the same shape. */
  abstract sample(noise: Tensor): Tensor;

  /**
   * Returns a draw and its log-density at once. A transformed distribution computes both without an
   * inverse.
   *
   *     const { value, logProb } = new Normal(scalar(0), scalar(1)).sampleWithLogProb(noise);
   */
  sampleWithLogProb(noise: Tensor): SampleWithLogProb {
    const value = this.sample(noise);
    return { value, logProb: this.logProb(value) };
  }

  /** Returns the mean of each element. Families without a closed form omit this method. */
  mean?(): Tensor;

  /** Returns the variance of each element. Families without a closed form omit this method. */
  variance?(): Tensor;

  /** Returns the probabilities of relaxed discrete values, independent of the temperature. */
  probs?(): Tensor;

  /** Returns the discrete distribution that a relaxed one approximates. Others omit this method. */
  discretized?(): Discretization;

  /**
   * Returns the entropy -E[log p] of each event, in nats.
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

/** @param estimate quantity whose mean is an estimate, to follow `the mean`. */
export function noClosedForm(family: string, what: string, estimate: string): HelmholtzError {
  return new HelmholtzError('graph', `The ${what} of the distribution "${family}" has no closed form.`, {
    hint: `Estimate it: the mean ${estimate}.`,
  });
}

/**
 * Returns whether values of a distribution have probabilities instead of densities.
 *
 * @example
 * ```ts
 * import { Bernoulli, Normal, isDiscrete } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * console.log(isDiscrete(new Bernoulli(scalar(0)))); // true
 * console.log(isDiscrete(new Normal(scalar(0), scalar(1)))); // false
 * ```
 */
export function isDiscrete({ support }: Pick<Distribution, 'support'>): boolean {
  // A distribution of a JavaScript plugin may have no support.
  return (support as Support | undefined)?.discrete ?? false;
}

/**
 * Sums log-densities over the axes of events.
 *
 * @param rank number of last axes to sum over. All but the first by default: [batch, ...events] to
 * [batch].
 *
 * @example
 * ```ts
 * import { sumOverEvents } from '@helmholtz/distributions';
 * import { ones } from '@tensorflow/tfjs-core';
 *
 * console.log(sumOverEvents(ones([2, 3, 4])).dataSync()); // Float32Array(2) [ 12, 12 ]
 * ```
 */
export function sumOverEvents(values: Tensor, rank = values.rank - 1): Tensor {
  return rank <= 0 ? values : sum(reshape(values, [...values.shape.slice(0, -rank), -1]), -1);
}
