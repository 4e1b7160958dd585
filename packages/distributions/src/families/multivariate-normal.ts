import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  eye,
  exp,
  expandDims,
  log,
  matMul,
  mul,
  square,
  sub,
  sum,
  tensor,
} from '@tensorflow/tfjs-core';

import { cholesky } from '../math/cholesky.js';
import { triangularSolve, triangularSolveVector } from '../math/triangular-solve.js';
import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { distributionFamily } from '../family.js';
import type { Normal } from './normal.js';
import { realLine } from '../support.js';

const LOG_SQRT_2PI = Math.log(2 * Math.PI) / 2;

/**
 * Normal distribution of vectors with full covariance: N(loc, L L^T), with the Cholesky factor L.
 * Suited to at most 64 elements.
 *
 * @example
 * ```ts
 * import { MultivariateNormal } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const covariance = tensor([[4, 0], [0, 9]]);
 * const normal = MultivariateNormal.fromCovariance(tensor([1, 2]), covariance);
 * console.log(normal.sample(tensor([1, 1])).dataSync()); // Float32Array(2) [ 3, 5 ]
 * ```
 */
export class MultivariateNormal extends Distribution {
  /** Limit of layers: solving takes one step per element. */
  static readonly mostElements = 64;
  readonly family = 'multivariateNormal';
  readonly support = realLine;
  readonly noise = 'standardNormal';
  override readonly eventRank = 1;

  /**
   * @param loc [..., n]
   * @param factor L, [..., n, n]: lower triangular, its diagonal positive.
   * @param logDiagonal logarithm of the diagonal of L, [..., n], if known.
   */
  constructor(
    readonly loc: Tensor,
    readonly factor: Tensor,
    readonly logDiagonal: Tensor = log(diagonalOf(factor)),
  ) {
    super();
  }

  /** N(loc, covariance), for a symmetric, positive definite covariance [..., n, n]. */
  static fromCovariance(loc: Tensor, covariance: Tensor): MultivariateNormal {
    return new MultivariateNormal(loc, cholesky(covariance));
  }

  /**
   * Returns a distribution whose factor is an unconstrained matrix, [..., n, n], such as the output
   * of a network: its lower triangle, with the exponential of its diagonal.
   */
  static fromUnconstrained(loc: Tensor, matrix: Tensor): MultivariateNormal {
    const n = itemAt(matrix.shape, -1);
    const logDiagonal = diagonalOf(matrix);
    const below = tensor(
      Array.from({ length: n * n }, (_, at) => (at % n < Math.floor(at / n) ? 1 : 0)),
      [n, n],
    );
    const diagonal = mul(expandDims(exp(logDiagonal), -1), eye(n));
    return new MultivariateNormal(loc, add(mul(matrix, below), diagonal), logDiagonal);
  }

  /** log p(x) = -|L^-1 (x - loc)|^2 / 2 - sum log diag L - n log(2 pi) / 2: [...] of x [..., n]. */
  logProb(value: Tensor): Tensor {
    const standardized = triangularSolveVector(this.factor, sub(value, this.loc));
    const n = itemAt(this.logDiagonal.shape, -1);
    const logDeterminant = add(sum(this.logDiagonal, -1), n * LOG_SQRT_2PI);
    return sub(mul(sum(square(standardized), -1), -0.5), logDeterminant);
  }

  /** loc + L noise, for standard normal noise. */
  sample(noise: Tensor): Tensor {
    const turned = sum(mul(this.factor, expandDims(noise, -2)), -1);
    return add(this.loc, turned);
  }

  override mean(): Tensor {
    return this.loc;
  }

  /** The variance of each element: the diagonal of the covariance. */
  override variance(): Tensor {
    return sum(square(this.factor), -1);
  }

  /** L L^T, [..., n, n]. */
  covariance(): Tensor {
    return matMul(this.factor, this.factor, false, true);
  }

  override entropy(): Tensor {
    const n = itemAt(this.logDiagonal.shape, -1);
    return add(sum(this.logDiagonal, -1), n * (LOG_SQRT_2PI + 0.5));
  }
}

/** [..., n] of [..., n, n]. */
function diagonalOf(matrix: Tensor): Tensor {
  return sum(mul(matrix, eye(itemAt(matrix.shape, -1))), -1);
}

/** A diagonal normal distribution as one of vectors. */
function withFactor({ loc, scale, logScale }: Normal, n: number): MultivariateNormal {
  const ones = new Array<number>(n).fill(1);
  const [full, logDiagonal] = [mul(scale, ones), mul(logScale, ones)];
  return new MultivariateNormal(loc, mul(expandDims(full, -1), eye(n)), logDiagonal);
}

/**
 * KL(N(m1, L1 L1^T), N(m2, L2 L2^T)) = (|L2^-1 L1|^2 - n + |L2^-1 (m1 - m2)|^2) / 2 + sum log diag
 * L2 - sum log diag L1. The first norm is the Frobenius norm.
 */
function divergence(q: MultivariateNormal, p: MultivariateNormal): Tensor {
  const n = itemAt(q.factor.shape, -1);
  const spread = sum(square(triangularSolve(p.factor, q.factor)), [-2, -1]);
  const distance = sum(square(triangularSolveVector(p.factor, sub(q.loc, p.loc))), -1);
  const logRatio = sum(sub(p.logDiagonal, q.logDiagonal), -1);
  return add(mul(add(sub(spread, n), distance), 0.5), logRatio);
}

export const multivariateNormalKl = closedFormKl<MultivariateNormal, MultivariateNormal>(
  'multivariateNormal',
  'multivariateNormal',
  divergence,
);
export const multivariateNormalToNormalKl = closedFormKl<MultivariateNormal, Normal>(
  'multivariateNormal',
  'normal',
  (q, p) => divergence(q, withFactor(p, itemAt(q.factor.shape, -1))),
);
export const normalToMultivariateNormalKl = closedFormKl<Normal, MultivariateNormal>(
  'normal',
  'multivariateNormal',
  (q, p) => divergence(withFactor(q, itemAt(p.factor.shape, -1)), p),
);

export const multivariateNormalFamily = distributionFamily({
  name: 'multivariateNormal',
  description:
    'N(loc, L L^T) with full covariance: below its diagonal L is the factor, on it the exponential',
  support: realLine,
  tensors: {
    parameters: ['loc', 'factor'],
    distribution: ({ loc, factor }) => MultivariateNormal.fromUnconstrained(loc, factor),
  },
});
