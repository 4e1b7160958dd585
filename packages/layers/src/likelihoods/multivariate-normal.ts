import { HelmholtzError, itemAt } from '@helmholtz/base';
import { likelihoodPart } from '@helmholtz/core';
import { MultivariateNormal, realLine } from '@helmholtz/distributions';
import { type Tensor, eye, fill, mul, reshape, slice } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import type { Shape } from '../layer.js';
import {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihood.js';

/** Source of the Cholesky factor: a number times the identity, one learned, or one per example. */
type Factor = number | 'learned' | 'network';

/**
 * Likelihood head of a normal distribution with full covariance: p(x | z) = N(loc, L L^T), of
 * vectors on the last axis.
 */
export class MultivariateNormalLikelihood extends LikelihoodHead {
  static readonly className = 'MultivariateNormalLikelihood';
  static readonly description = 'log p(x) of vectors with full covariance, from its Cholesky factor';
  readonly family = 'multivariateNormal';
  readonly support = realLine;
  private readonly factor: Factor;
  private learned: LayerVariable | undefined;

  constructor(config: LikelihoodConfig & { readonly factor?: Factor }) {
    super(config);
    this.factor = config.factor ?? 'network';
  }

  parameterShape(eventShape: readonly number[]): readonly number[] {
    return shapeWith(eventShape, this.factor);
  }

  override build(inputShape: Shape | Shape[]): void {
    if (this.factor === 'learned') {
      const n = this.computeOutputShape(inputShape).at(-1)!;
      // Zeros are the identity: the weight holds the logarithm of the diagonal.
      this.learned = this.addWeight('factor', [n, n], 'float32', initializers.zeros());
    }
    super.build(inputShape);
  }

  distribution(parameters: Tensor): MultivariateNormal {
    if (typeof this.factor === 'number') {
      const n = itemAt(parameters.shape, -1);
      const diagonal = fill([n], Math.log(this.factor));
      return new MultivariateNormal(parameters, mul(eye(n), this.factor), diagonal);
    }
    if (this.learned) return MultivariateNormal.fromUnconstrained(parameters, this.learned.read());
    const axes = parameters.shape.slice(0, -1);
    const before = axes.map(() => 0);
    const n = elementsOf(itemAt(parameters.shape, -1));
    const loc = slice(parameters, [...before, 0], [...axes, n]);
    const factor = slice(parameters, [...before, n], [...axes, n * n]);
    return MultivariateNormal.fromUnconstrained(loc, reshape(factor, [...axes, n, n]));
  }

  override getConfig() {
    return { ...super.getConfig(), factor: this.factor };
  }
}

/** Returns n for a length of n + n * n. */
const elementsOf = (length: number): number => Math.round((Math.sqrt(1 + 4 * length) - 1) / 2);

function shapeWith(eventShape: readonly number[], factor: Factor): readonly number[] {
  const n = itemAt(eventShape, -1);
  if (n > MultivariateNormal.mostElements) {
    throw new HelmholtzError(
      'usage',
      `The likelihood "multivariateNormal" does not support vectors of ${n} elements.`,
      {
        hint: `At most ${MultivariateNormal.mostElements} elements are supported. "normal" has no limit, and treats them as independent.`,
      },
    );
  }
  return [...eventShape.slice(0, -1), factor === 'network' ? n + n * n : n];
}

/**
 * Creates a likelihood head of a normal distribution with full covariance, of vectors of n elements
 * on the last axis: p(x | z) = N(loc, L L^T), with a Cholesky factor L.
 *
 * Input: loc, [batch, ..., n]. With `factor: 'network'`, the default, n * n more elements hold L
 * row by row: logarithms on its diagonal, and ignored values above it.
 *
 * @param options `factor`: a number times the identity, `learned` for all examples, or `network`.
 * @throws HelmholtzError (`usage`) for vectors of more than 64 elements, when the model is built.
 *
 *
 * @example
 * ```ts
 * import { multivariateNormalLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = multivariateNormalLikelihood({ factor: 2 });
 * console.log(head.distribution(tensor([[0, 1]])).variance().dataSync());
 * // Float32Array(2) [ 4, 4 ]
 * ```
 */
export function multivariateNormalLikelihood({
  factor = 'network',
  ...options
}: LikelihoodOptions & { readonly factor?: Factor } = {}): MultivariateNormalLikelihood {
  return new MultivariateNormalLikelihood({ ...likelihoodConfig(options), factor });
}

const options = z.strictObject({
  factor: z
    .union([z.number().positive(), z.enum(['learned', 'network'])])
    .default('network')
    .describe(
      'a positive number (times the identity), "learned" (one for all examples) or "network" (one for each)',
    ),
});

export const multivariateNormalPart = likelihoodPart({
  name: 'multivariateNormal',
  description:
    'vectors of up to 64 real numbers with full covariance; factor: a number, "learned" or "network"',
  options,
  parameterShape: (eventShape, given) => shapeWith(eventShape, given.factor),
  head: (config, given) => multivariateNormalLikelihood({ ...config, ...given }),
});
