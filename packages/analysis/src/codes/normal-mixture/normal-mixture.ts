import { HelmholtzError, type RandomStream } from '@helmholtz/base';
import { type Examples, noiseSource } from '@helmholtz/core';

import { cholesky, invertedTriangle } from './cholesky.js';

/** Form of the covariance matrices of a mixture. */
export type Covariance = 'full' | 'diagonal';

/** Mixture of normal distributions over vectors, as plain data. */
export interface NormalMixture {
  readonly covariance: Covariance;
  /** Probabilities of the components. */
  readonly weights: readonly number[];
  /** Mean vectors of the components. */
  readonly means: readonly (readonly number[])[];
  /** Covariance matrices row by row, or the variances of a diagonal matrix. */
  readonly covariances: readonly (readonly number[])[];
}

/** Vectors, [count, size], and the number of components to fit to them. */
export interface Fitting {
  readonly rows: Float64Array;
  readonly size: number;
  readonly components: number;
}

/** Component that is ready to compute densities. */
interface ReadyComponent {
  readonly mean: Float64Array;
  /** Lower triangular factor of the covariance; standard deviations of a diagonal one. */
  readonly factor: Float64Array;
  /** Inverse of the factor. */
  readonly inverse: Float64Array;
  /** log weight - log |2 pi covariance| / 2. */
  readonly constant: number;
}

/**
 * Densities and draws of a mixture of normal distributions.
 *
 * @throws HelmholtzError (`data`) for a covariance that is not positive definite.
 */
export class MixtureDensity {
  readonly size: number;
  private readonly components: readonly ReadyComponent[];

  constructor(private readonly mixture: NormalMixture) {
    this.size = mixture.means[0]!.length;
    this.components = mixture.weights.map((weight, at) => {
      const covariance = Float64Array.from(mixture.covariances[at]!);
      const factor = this.isFull ? cholesky(covariance, this.size) : covariance.map(Math.sqrt);
      if (!factor?.every(Number.isFinite)) {
        throw new HelmholtzError('data', `Component ${at} of the mixture has no valid covariance.`, {
          hint: 'Fit fewer components, or diagonal covariances.',
        });
      }
      const inverse = this.isFull ? invertedTriangle(factor, this.size) : factor.map((value) => 1 / value);
      let constant = Math.log(weight) - (this.size / 2) * Math.log(2 * Math.PI);
      for (let axis = 0; axis < this.size; axis++) {
        constant -= Math.log(factor[this.isFull ? axis * this.size + axis : axis]!);
      }
      return { mean: Float64Array.from(mixture.means[at]!), factor, inverse, constant };
    });
  }

  private get isFull(): boolean {
    return this.mixture.covariance === 'full';
  }

  /**
   * Fills `into` with the probability of each component given each row, and returns the sum of the
   * log-densities of the rows, in nats.
   *
   * @param rows [count, size].
   * @param into [count, components].
   */
  responsibilities(rows: Float64Array, into: Float64Array): number {
    const { length } = this.components;
    let total = 0;
    for (let row = 0; row * this.size < rows.length; row++) {
      const point = rows.subarray(row * this.size, (row + 1) * this.size);
      let most = -Infinity;
      for (let at = 0; at < length; at++) {
        const logJoint = this.logJoint(point, this.components[at]!);
        into[row * length + at] = logJoint;
        most = Math.max(most, logJoint);
      }
      let sum = 0;
      for (let at = 0; at < length; at++) sum += Math.exp(into[row * length + at]! - most);
      const logDensity = most + Math.log(sum);
      for (let at = 0; at < length; at++) {
        into[row * length + at] = Math.exp(into[row * length + at]! - logDensity);
      }
      total += logDensity;
    }
    return total;
  }

  /** Returns the mean log-density of rows, [count, size], in nats. */
  meanLogProb(rows: Float64Array): number {
    const count = rows.length / this.size;
    return this.responsibilities(rows, new Float64Array(count * this.components.length)) / count;
  }

  /** Draws vectors, [count, size]. */
  draws(count: number, random: RandomStream): Examples {
    const values = new Float32Array(count * this.size);
    const noise = new Float32Array(this.size);
    for (let row = 0; row < count; row++) {
      const { mean, factor } = this.components[this.choose(random.next())]!;
      noiseSource('standardNormal').fill(noise, random);
      for (let axis = 0; axis < this.size; axis++) {
        let value = mean[axis]!;
        if (this.isFull) for (let k = 0; k <= axis; k++) value += factor[axis * this.size + k]! * noise[k]!;
        else value += factor[axis]! * noise[axis]!;
        values[row * this.size + axis] = value;
      }
    }
    return { count, shape: [this.size], values };
  }

  /** Component whose share of [0, 1) contains a uniform number. */
  private choose(uniform: number): number {
    const { weights } = this.mixture;
    let remaining = uniform;
    const component = weights.findIndex((weight) => (remaining -= weight) < 0);
    return component === -1 ? weights.length - 1 : component;
  }

  private logJoint(point: Float64Array, { mean, inverse, constant }: ReadyComponent): number {
    const { size } = this;
    let squares = 0;
    for (let row = 0; row < size; row++) {
      let scaled = 0;
      if (this.isFull) {
        for (let k = 0; k <= row; k++) scaled += inverse[row * size + k]! * (point[k]! - mean[k]!);
      } else scaled = inverse[row]! * (point[row]! - mean[row]!);
      squares += scaled * scaled;
    }
    return constant - squares / 2;
  }
}
