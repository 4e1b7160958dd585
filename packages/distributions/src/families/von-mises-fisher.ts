import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  concat,
  cos,
  div,
  exp,
  maximum,
  mul,
  neg,
  oneHot,
  onesLike,
  scalar,
  sin,
  slice,
  sqrt,
  square,
  squeeze,
  step,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { closedFormKl } from '../closed-form-kl.js';
import { Distribution } from '../distribution.js';
import { distributionFamily } from '../family.js';
import { normalTails } from '../math/normal-tails.js';
import { cosineVariances, logPolarIntegral, meanCosineBelowOne, polarQuantile } from '../math/polar-angle.js';
import { logSphereArea } from '../math/sphere-area.js';
import { unitVector } from '../math/unit-vector.js';
import { unitVectors } from '../bounded-supports.js';
import type { UniformOnSphere } from './uniform-on-sphere.js';

/** Least length of the part of the noise that gives a direction around the mean direction. */
const LEAST = 1e-12;

/**
 * Von Mises-Fisher distribution of unit vectors z of n elements, with the mean direction mu:
 *
 *     p(z) = C(concentration) exp(concentration mu z)
 *
 * It is the posterior of a hyperspherical VAE (Davidson et al. 2018). Draws do not reject: the angle
 * from mu is a quantile of the first element of the noise, and the other elements give the direction
 * around mu. Integrals over the angle take the place of Bessel functions, which overflow.
 *
 * @example
 * ```ts
 * import { VonMisesFisher } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const north = new VonMisesFisher(tensor([[0, 0, 1]]), tensor([[10]]));
 * console.log(north.mean().dataSync()[2]?.toFixed(3)); // 0.900
 * ```
 */
export class VonMisesFisher extends Distribution {
  readonly family = 'vonMisesFisher';
  readonly support = unitVectors;
  readonly noise = 'standardNormal';
  override readonly eventRank = 1;
  /** mu, [..., n]. */
  readonly direction: Tensor;

  /**
   * @param direction of any length, [..., n] with n >= 2.
   * @param concentration positive, [..., 1].
   */
  constructor(
    direction: Tensor,
    readonly concentration: Tensor,
  ) {
    super();
    this.direction = unitVector(direction);
  }

  /** Number of elements of a vector. */
  get elements(): number {
    return itemAt(this.direction.shape, -1);
  }

  /** -concentration |z - mu|^2 / 2 - log normalizer, since mu z = 1 - |z - mu|^2 / 2. */
  logProb(value: Tensor): Tensor {
    const distance = sum(square(sub(value, this.direction)), -1);
    return neg(add(mul(mul(this.alone(), 0.5), distance), this.logNormalizer()));
  }

  /** Vector at a polar angle from the first axis, reflected so that the first axis becomes mu. */
  sample(noise: Tensor): Tensor {
    const before = noise.shape.slice(0, -1);
    const start = before.map(() => 0);
    const first = slice(noise, [...start, 0], [...before, 1]);
    const others = slice(noise, [...start, 1], [...before, this.elements - 1]);
    const angle = polarQuantile(this.concentration, this.elements - 1, normalTails(first));
    const length = maximum(sqrt(sum(square(others), -1, true)), LEAST);
    // On the circle, the angle has a sign.
    const around = this.elements === 2 ? onesLike(others) : div(others, length);
    return this.reflected(concat([cos(angle), mul(sin(angle), around)], -1));
  }

  /** A mu, with A = E[mu z]. */
  override mean(): Tensor {
    return mul(this.direction, sub(1, this.meanBelowOne()));
  }

  /**
   * E[z_i^2] - E[z_i]^2: with v = (1 - E[(mu z)^2]) / (n - 1) for each direction around mu, it is v
   * (1 - mu_i^2) + Var[mu z] mu_i^2.
   */
  override variance(): Tensor {
    const { along, around } = cosineVariances(this.concentration, this.elements - 1);
    const squared = square(this.direction);
    return add(mul(around, sub(1, squared)), mul(along, squared));
  }

  override entropy(): Tensor {
    const below = squeeze(this.meanBelowOne(), [-1]);
    return add(mul(this.alone(), below), this.logNormalizer());
  }

  /** log of the integral of exp(concentration (mu z - 1)) over the sphere, [...]. */
  logNormalizer(): Tensor {
    const dimension = this.elements - 1;
    const integral = squeeze(logPolarIntegral(this.concentration, dimension), [-1]);
    // On the circle, the integral over angles of both signs is that over the circle.
    return add(integral, dimension === 1 ? 0 : logSphereArea(dimension - 1));
  }

  /** 1 - E[mu z], [..., 1]. */
  meanBelowOne(): Tensor {
    return meanCosineBelowOne(this.concentration, this.elements - 1);
  }

  /** [...] */
  private alone(): Tensor {
    return squeeze(this.concentration, [-1]);
  }

  /**
   * The reflection that swaps the first axis and -s mu, times -s. The sign s of the first element
   * of mu keeps the two vectors apart.
   */
  private reflected(x: Tensor): Tensor {
    const first = oneHot(scalar(0, 'int32'), this.elements);
    const sign = sub(mul(2, step(add(sum(mul(this.direction, first), -1, true), LEAST))), 1);
    const normal = add(first, mul(sign, this.direction));
    const share = div(mul(2, sum(mul(normal, x), -1, true)), sum(square(normal), -1, true));
    return mul(neg(sign), sub(x, mul(share, normal)));
  }
}

/** Concentration E[mu z - 1] - log normalizer + log area. */
export const vonMisesFisherToUniformKl = closedFormKl<VonMisesFisher, UniformOnSphere>(
  'vonMisesFisher',
  'uniformOnSphere',
  (q) => sub(logSphereArea(q.elements - 1), q.entropy()),
);

export const vonMisesFisherFamily = distributionFamily({
  name: 'vonMisesFisher',
  description: 'unit vectors around a mean direction',
  support: unitVectors,
  tensors: {
    parameters: ['direction', 'logConcentration'],
    distribution: ({ direction, logConcentration }) => new VonMisesFisher(direction, exp(logConcentration)),
  },
});
