import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  cast,
  concat,
  cumsum,
  div,
  exp,
  expandDims,
  log,
  logSoftmax,
  logSumExp,
  max,
  maximum,
  mul,
  oneHot,
  slice,
  softmax,
  square,
  step,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { probit } from '../math/probit.js';
import { openUniform } from '../math/open-unit.js';
import { wherePositive } from '../math/where-positive.js';
import { Distribution } from '../distribution.js';
import { distributionFamily } from '../family.js';
import { Normal } from './normal.js';
import { realLine } from '../support.js';

/** About the lowest number of float32. */
const LOWEST = -3e38;

/**
 * Mixture of diagonal normal distributions of vectors on the last axis. With posteriors at learned
 * inputs as components it is the VampPrior (Tomczak and Welling 2018).
 *
 * @example
 * ```ts
 * import { NormalMixture } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const [logits, loc, scale] = [tensor([0, 0]), tensor([[-3], [5]]), tensor([[1], [1]])];
 * console.log(new NormalMixture(logits, loc, scale).mean().dataSync()[0]); // 1
 * ```
 */
export class NormalMixture extends Distribution {
  readonly family = 'normalMixture';
  readonly support = realLine;
  readonly noise = 'uniform';
  override readonly eventRank = 1;
  private readonly components: Normal;

  /**
   * @param logits [..., components], unnormalized log-weights.
   * @param loc [..., components, n]
   * @param scale [..., components, n], positive.
   * @param logScale logarithm of `scale`, if known.
   */
  constructor(
    readonly logits: Tensor,
    readonly loc: Tensor,
    readonly scale: Tensor,
    readonly logScale: Tensor = log(scale),
  ) {
    super();
    this.components = new Normal(loc, scale, logScale);
  }

  /**
   * log p(x) = log sum over components of exp(logSoftmax(logits) + sum log N(x; loc, scale^2)):
   * [...] of x [..., n].
   */
  logProb(value: Tensor): Tensor {
    const ofEach = sum(this.components.logProb(expandDims(value, -2)), -1);
    const terms = add(ofEach, logSoftmax(this.logits));
    // The value is so far away that all terms overflow; their difference would be NaN.
    const some = sub(max(terms, -1), LOWEST);
    return wherePositive(some, logSumExp(maximum(terms, LOWEST), -1), -Infinity);
  }

  /**
   * The first number of uniform noise selects the component. Its position within the component's
   * interval is uniform again, and replaces it; with the other numbers, it is converted to standard
   * normal noise. Samples are differentiable by loc and scale, but not by the logits.
   */
  sample(noise: Tensor): Tensor {
    const size = itemAt(noise.shape, -1);
    const begin = noise.shape.map(() => 0);
    const weights = softmax(this.logits);
    const before = cumsum(weights, weights.rank - 1, true);
    const first = slice(noise, begin, [...noise.shape.slice(0, -1), 1]);
    // The sum of the weights before components without weight may be rounded to below 1.
    const atOrAfter = step(cumsum(weights, weights.rank - 1, false, true));
    const reached = sum(mul(sub(1, step(sub(before, first))), atOrAfter), -1);
    const chosen = oneHot(cast(sub(reached, 1), 'int32'), itemAt(weights.shape, -1), 1, 0, 'float32');
    const share = (parameter: Tensor): Tensor => sum(mul(chosen, parameter), -1, true);
    const rest = div(sub(first, share(before)), share(weights));
    const others = slice(noise, [...begin.slice(0, -1), 1], [...noise.shape.slice(0, -1), size - 1]);
    const uniform = size === 1 ? rest : concat([rest, others], -1);
    const component = (parameter: Tensor): Tensor => sum(mul(expandDims(chosen, -1), parameter), -2);
    return add(component(this.loc), mul(component(this.scale), probit(openUniform(uniform))));
  }

  override mean(): Tensor {
    return this.average(this.loc);
  }

  /** That within components and that of their means. */
  override variance(): Tensor {
    const away = sub(this.loc, expandDims(this.mean(), -2));
    return this.average(add(square(this.scale), square(away)));
  }

  /** Over the components, by their weights: [..., n] of [..., components, n]. */
  private average(values: Tensor): Tensor {
    return sum(mul(expandDims(softmax(this.logits), -1), values), -2);
  }
}

export const normalMixtureFamily = distributionFamily({
  name: 'normalMixture',
  description: 'a mixture of diagonal normals of vectors: [components] logits, [components, size] the others',
  support: realLine,
  tensors: {
    parameters: ['logits', 'loc', 'logVariance'],
    distribution({ logits, loc, logVariance }) {
      const logScale = mul(logVariance, 0.5);
      return new NormalMixture(logits, loc, exp(logScale), logScale);
    },
  },
});
