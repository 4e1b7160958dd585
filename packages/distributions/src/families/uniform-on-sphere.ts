import { type Tensor, fill, mul, scalar, sub, sum } from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { priorFamily } from '../family.js';
import { logSphereArea } from '../math/sphere-area.js';
import { unitVector } from '../math/unit-vector.js';
import { unitVectors } from '../bounded-supports.js';
import { checkPositive } from './positive.js';

/**
 * Uniform distribution of unit vectors: the prior of a hyperspherical VAE.
 *
 * @example
 * ```ts
 * import { UniformOnSphere } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const globe = new UniformOnSphere(3);
 * console.log(globe.logProb(tensor([[0, 0, 1]])).dataSync()[0]?.toFixed(3)); // -2.531
 * ```
 */
export class UniformOnSphere extends Distribution {
  readonly family = 'uniformOnSphere';
  readonly support = unitVectors;
  readonly noise = 'standardNormal';
  override readonly eventRank = 1;
  private readonly logArea: number;

  /** @param elements number of elements of a vector, at least 2. */
  constructor(readonly elements: number) {
    super();
    this.logArea = logSphereArea(elements - 1);
  }

  /** -log of the area of the sphere, [...] of x [..., n]. */
  logProb(value: Tensor): Tensor {
    return sub(mul(sum(value, -1), 0), this.logArea);
  }

  sample(noise: Tensor): Tensor {
    return unitVector(noise);
  }

  override mean(): Tensor {
    return fill([this.elements], 0);
  }

  override variance(): Tensor {
    return fill([this.elements], 1 / this.elements);
  }

  override entropy(): Tensor {
    return scalar(this.logArea);
  }
}

export const uniformOnSphereFamily = priorFamily({
  name: 'uniformOnSphere',
  description: 'unit vectors in all directions alike, the prior of the posterior vonMisesFisher',
  support: unitVectors,
  constants: {
    parameters: { elements: 10 },
    distribution(constants) {
      checkPositive('uniformOnSphere', constants, 'elements');
      return new UniformOnSphere(constants.elements);
    },
  },
});
