import {
  type Tensor,
  add,
  cast,
  concat,
  exp,
  expandDims,
  greater,
  mul,
  neg,
  oneHot,
  range,
  round,
  sigmoid,
  slice,
  softplus,
  square,
  sub,
  sum,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { log1mexp } from '../math/log1mexp.js';
import { type Support, ordinalLevels } from '../support.js';

/**
 * Ordinal distribution of grades 0, 1, ..., K - 1, elementwise: the cumulative logit model
 * (McCullagh 1980), also called proportional odds.
 *
 *     P(x <= k) = sigmoid(cutpoint k - loc),   k = 0, ..., K - 2
 *
 * @example
 * ```ts
 * import { Ordinal } from '@helmholtz/distributions';
 * import { scalar, tensor } from '@tensorflow/tfjs-core';
 *
 * const grade = new Ordinal(scalar(0), tensor([-1, 1]));
 * console.log(grade.mean().dataSync()[0], grade.sample(scalar(0.9)).dataSync()[0]); // 1 2
 * ```
 */
export class Ordinal extends Distribution {
  readonly family = 'ordinal';
  readonly support: Support;
  readonly noise = 'uniform';
  /** Number of grades, K. */
  readonly levels: number;

  /**
   * @param loc location, [...event]. Larger values give higher grades.
   * @param cutpoints increasing numbers, [..., K - 1], broadcast over `loc`.
   */
  constructor(
    readonly loc: Tensor,
    readonly cutpoints: Tensor,
  ) {
    super();
    this.levels = (cutpoints.shape.at(-1) ?? 0) + 1;
    this.support = ordinalLevels(this.levels);
  }

  logProb(value: Tensor): Tensor {
    const chosen = oneHot(cast(round(value), 'int32'), this.levels);
    return sum(mul(chosen, this.logMasses()), -1);
  }

  /** The number of grades whose distribution function is below the noise. Not differentiable. */
  sample(noise: Tensor): Tensor {
    const below = greater(expandDims(noise, -1), sigmoid(this.distances()));
    return sum(cast(below, 'float32'), -1);
  }

  override mean(): Tensor {
    return sum(sigmoid(neg(this.distances())), -1);
  }

  override variance(): Tensor {
    const deviations = sub(range(0, this.levels), expandDims(this.mean(), -1));
    return sum(mul(exp(this.logMasses()), square(deviations)), -1);
  }

  override entropy(): Tensor {
    const logMasses = this.logMasses();
    return neg(sum(mul(exp(logMasses), logMasses), -1));
  }

  /** Cutpoints less the location, [..., K - 1]. */
  private distances(): Tensor {
    return sub(this.cutpoints, expandDims(this.loc, -1));
  }

  /**
   * Log-probabilities of all grades, [..., K]. For a grade between cutpoints a and b, less the
   * location: log(sigmoid(b) - sigmoid(a)) = -softplus(-b) - softplus(a) + log(1 - exp(a - b)).
   */
  private logMasses(): Tensor {
    const distances = this.distances();
    const none = zerosLike(lastAxis(distances, 0, 1));
    const ofUpper = concat([neg(softplus(neg(distances))), none], -1);
    const ofLower = concat([none, neg(softplus(distances))], -1);
    return add(add(ofUpper, ofLower), this.logWidths(distances, none));
  }

  private logWidths(distances: Tensor, none: Tensor): Tensor {
    const between = this.levels - 2;
    if (between === 0) return zerosLike(concat([none, none], -1));
    const widths = sub(lastAxis(distances, 1, between), lastAxis(distances, 0, between));
    return concat([none, log1mexp(widths), none], -1);
  }
}

function lastAxis(tensor: Tensor, start: number, size: number): Tensor {
  const leading = tensor.shape.slice(0, -1);
  return slice(tensor, [...leading.map(() => 0), start], [...leading, size]);
}
