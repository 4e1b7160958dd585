import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  div,
  exp,
  log,
  log1p,
  mul,
  relu,
  slice,
  sqrt,
  square,
  squeeze,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { closedFormKl } from '../closed-form-kl.js';
import { Distribution } from '../distribution.js';
import { distributionFamily } from '../family.js';
import { realLine } from '../support.js';
import { Normal, normalKl } from './normal.js';

const LOG_SQRT_2PI = Math.log(2 * Math.PI) / 2;

/**
 * One direction v of the precision I + sum v v^T, in the coordinates after the directions before
 * it. The last axis has the elements; `size` and `gain` have 1.
 */
interface Direction {
  /** w = R^T v, with the root R R^T of the covariance so far. */
  readonly turned: Tensor;
  /** R w: the covariance so far times v. */
  readonly image: Tensor;
  /** w w */
  readonly size: Tensor;
  /** (1 - 1 / sqrt(1 + w w)) / (w w), without the quotient of two zeros. */
  readonly gain: Tensor;
}

/**
 * Normal distribution of vectors whose precision is a diagonal plus a matrix of low rank (Rezende
 * et al. 2014, section 4.3, with one direction):
 *
 *     precision = S^-1 (I + sum v v^T) S^-1,   S = diag(scale), one v for each direction
 *
 * Its cost grows with the number of elements, not with their square.
 *
 * @example
 * ```ts
 * import { LowRankNormal } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * // Precision I + v v^T = [[2, 1], [1, 2]], whose inverse has 2/3 on its diagonal.
 * const normal = new LowRankNormal(tensor([0, 0]), tensor([1, 1]), tensor([[1, 1]]));
 * console.log([...normal.variance().dataSync()].map((one) => one.toFixed(3))); // [ '0.667', '0.667' ]
 * ```
 */
export class LowRankNormal extends Distribution {
  readonly family = 'lowRankNormal';
  readonly support = realLine;
  readonly noise = 'standardNormal';
  override readonly eventRank = 1;

  /**
   * @param loc mean, [..., n]
   * @param scale S, [..., n]: positive. Standard deviations without directions.
   * @param directions [..., rank, n]
   * @param logScale logarithm of `scale`, if known.
   */
  constructor(
    readonly loc: Tensor,
    readonly scale: Tensor,
    readonly directions: Tensor,
    readonly logScale: Tensor = log(scale),
  ) {
    super();
  }

  /**
   * With e = S^-1 (x - loc): log p(x) = -(e e + sum (v e)^2) / 2 - sum log scale + sum log(1 + w w) /
   * 2 - n log(2 pi) / 2, [...] of x [..., n].
   */
  logProb(value: Tensor): Tensor {
    const away = div(sub(value, this.loc), this.scale);
    const along = this.vectors().map((v) => square(sum(mul(v, away), -1)));
    const distance = along.reduce((total, one) => add(total, one), sum(square(away), -1));
    return sub(mul(distance, -0.5), add(this.logDeterminant(), this.size * LOG_SQRT_2PI));
  }

  /**
   * loc + S R noise, for standard normal noise: R R^T = (I + sum v v^T)^-1 is the product of a root
   * (I + w w^T)^-1/2 for each direction.
   */
  sample(noise: Tensor): Tensor {
    return add(this.loc, mul(this.scale, rooted(this.steps(), noise)));
  }

  override mean(): Tensor {
    return this.loc;
  }

  /** The variance of each element: the diagonal of the covariance. */
  override variance(): Tensor {
    return mul(square(this.scale), relu(sub(1, this.removed())));
  }

  override entropy(): Tensor {
    return add(this.logDeterminant(), this.size * (LOG_SQRT_2PI + 0.5));
  }

  /** Share of scale^2 that the directions take from the variance of each element, [..., n]. */
  removed(): Tensor {
    return this.steps()
      .map(({ image, size }) => div(square(image), add(size, 1)))
      .reduce((total, one) => add(total, one));
  }

  /** sum log(1 + w w), [...]: how much the directions add to the logarithm of the precision. */
  logPrecisionGain(): Tensor {
    return this.steps()
      .map(({ size }) => sum(log1p(size), -1))
      .reduce((total, one) => add(total, one));
  }

  /** Half of the logarithm of the covariance's determinant, [...]. */
  private logDeterminant(): Tensor {
    return sub(sum(this.logScale, -1), mul(this.logPrecisionGain(), 0.5));
  }

  private get size(): number {
    return itemAt(this.loc.shape, -1);
  }

  private vectors(): Tensor[] {
    const { shape, rank } = this.directions;
    const before = shape.slice(0, -2).map(() => 0);
    // The gradient of `unstack` fails for a single direction.
    return Array.from({ length: itemAt(shape, -2) }, (_, index) =>
      squeeze(slice(this.directions, [...before, index, 0], [...shape.slice(0, -2), 1, this.size]), [
        rank - 2,
      ]),
    );
  }

  private steps(): readonly Direction[] {
    return this.vectors().reduce<Direction[]>((before, v) => [...before, direction(before, v)], []);
  }
}

function direction(before: readonly Direction[], v: Tensor): Direction {
  // Each root is symmetric, so R^T applies them in the order of the directions.
  const turned = before.reduce((vector, step) => root(step, vector), v);
  const size = sum(square(turned), -1, true);
  const length = sqrt(add(size, 1));
  return { turned, image: rooted(before, turned), size, gain: div(1, mul(length, add(length, 1))) };
}

/** (I + w w^T)^-1/2 x */
function root({ turned, gain }: Direction, x: Tensor): Tensor {
  return sub(x, mul(turned, mul(gain, sum(mul(turned, x), -1, true))));
}

/** R x, the root of the last direction first. */
function rooted(steps: readonly Direction[], x: Tensor): Tensor {
  return steps.reduceRight((vector, step) => root(step, vector), x);
}

/**
 * The divergence of a diagonal normal with the same loc and scale, plus what the directions change:
 *
 *     (sum log(1 + w w) - sum removed (scale / scale of p)^2) / 2
 */
export const lowRankNormalToNormalKl = closedFormKl<LowRankNormal, Normal>(
  'lowRankNormal',
  'normal',
  (q, p) => {
    const diagonal = sum(normalKl.divergence(new Normal(q.loc, q.scale, q.logScale), p), -1);
    const narrower = sum(mul(q.removed(), exp(mul(sub(q.logScale, p.logScale), 2))), -1);
    return add(diagonal, mul(sub(q.logPrecisionGain(), narrower), 0.5));
  },
);

export const lowRankNormalFamily = distributionFamily({
  name: 'lowRankNormal',
  description: 'normal distribution whose precision is a diagonal plus a matrix of low rank',
  support: realLine,
  tensors: {
    parameters: ['loc', 'logScale', 'directions'],
    distribution: ({ loc, logScale, directions }) =>
      new LowRankNormal(loc, exp(logScale), directions, logScale),
  },
});
