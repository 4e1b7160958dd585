import { HelmholtzError } from '@helmholtz/base';
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

/**
 * Where the Cholesky factor comes from: a number fixes it as that times the identity; one is learned for all examples, or the
 * network's for each.
 */
type Factor = number | 'learned' | 'network';

/**
 * p(x given z) = N(loc, L L^T) of vectors along the last axis, with full covariance.
 *
 * The parameters are [batch, ..., n] for loc and, with a factor from the network, n * n more along the last axis: L row by row,
 * the logarithm of its diagonal on the diagonal, and numbers above it that do not count.
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
      // Zeros stand for the identity: the diagonal is held as its logarithm.
      this.learned = this.addWeight('factor', [n, n], 'float32', initializers.zeros());
    }
    super.build(inputShape);
  }

  distribution(parameters: Tensor): MultivariateNormal {
    if (typeof this.factor === 'number') {
      const n = parameters.shape.at(-1)!;
      const diagonal = fill([n], Math.log(this.factor));
      return new MultivariateNormal(parameters, mul(eye(n), this.factor), diagonal);
    }
    if (this.learned) return MultivariateNormal.fromUnconstrained(parameters, this.learned.read());
    const axes = parameters.shape.slice(0, -1);
    const before = axes.map(() => 0);
    const n = elementsOf(parameters.shape.at(-1)!);
    const loc = slice(parameters, [...before, 0], [...axes, n]);
    const factor = slice(parameters, [...before, n], [...axes, n * n]);
    return MultivariateNormal.fromUnconstrained(loc, reshape(factor, [...axes, n, n]));
  }

  override getConfig() {
    return { ...super.getConfig(), factor: this.factor };
  }
}

/** n, of n + n * n. */
const elementsOf = (length: number): number => Math.round((Math.sqrt(1 + 4 * length) - 1) / 2);

function shapeWith(eventShape: readonly number[], factor: Factor): readonly number[] {
  const n = eventShape.at(-1)!;
  if (n > MultivariateNormal.mostElements) {
    throw new HelmholtzError(
      'usage',
      `A multivariate normal likelihood was given vectors of ${n} elements.`,
      {
        hint: `It takes ${MultivariateNormal.mostElements} at most; "normal" takes any number, independent given the latents.`,
      },
    );
  }
  return [...eventShape.slice(0, -1), factor === 'network' ? n + n * n : n];
}

/** The head: `multivariateNormalLikelihood({ factor: 'learned' }).apply(loc)`. */
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
