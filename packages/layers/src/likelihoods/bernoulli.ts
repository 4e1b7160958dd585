import { likelihoodPart } from '@helmholtz/core';
import { Bernoulli, binaryOrGrey } from '@helmholtz/distributions';
import { type Tensor, add, tensor } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import type { Shape } from '../layer.js';
import {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihood.js';

/** Least distance of a mean from 0 and 1, whose logits are infinite (Burda et al. 2016). */
const LEAST_MEAN = 1e-3;

/** Value added to the logits: none, or the logit of each element's mean in the training set. */
type Offset = 'none' | 'mean';

/** Likelihood head of a Bernoulli distribution: p(x | z) = Bernoulli(sigmoid(logits)). */
export class BernoulliLikelihood extends LikelihoodHead {
  static readonly className = 'BernoulliLikelihood';
  static readonly description = 'log p(x) of binary values, from logits';
  readonly family = 'bernoulli';
  readonly support = binaryOrGrey;
  readonly adapt: ((mean: Float32Array) => void) | undefined;
  private offset: LayerVariable | undefined;

  constructor(config: LikelihoodConfig & { readonly offset?: Offset }) {
    super(config);
    if (config.offset === 'mean') this.adapt = (mean) => this.beginAt(mean);
  }

  override build(inputShape: Shape | Shape[]): void {
    if (this.adapt) {
      const eventShape = this.computeOutputShape(inputShape).slice(1);
      this.offset = this.addWeight('offset', eventShape, 'float32', initializers.zeros(), undefined, false);
    }
    super.build(inputShape);
  }

  override transform(logits: Tensor): Tensor {
    return this.offset ? add(logits, this.offset.read()) : logits;
  }

  distribution(logits: Tensor): Bernoulli {
    return new Bernoulli(logits);
  }

  override sharedConfig() {
    return this.getConfig();
  }

  override getConfig() {
    return { ...super.getConfig(), ...(this.adapt ? { offset: 'mean' } : {}) };
  }

  private beginAt(mean: Float32Array): void {
    const logits = mean.map((value) => {
      const clipped = Math.min(Math.max(value, LEAST_MEAN), 1 - LEAST_MEAN);
      return Math.log(clipped) - Math.log1p(-clipped);
    });
    const offset = this.offset!;
    const value = tensor(logits, offset.shape as number[]);
    offset.write(value);
    value.dispose();
  }
}

/**
 * Creates a likelihood head of a Bernoulli distribution, for binary or grey values: p(x | z) =
 * Bernoulli(sigmoid(logits)).
 *
 * Input: logits, [batch, ...event]. With `offset: 'mean'`, the logits of the training set's mean
 * are added: a constant, set before the first step.
 *
 *
 * @example
 * ```ts
 * import { bernoulliLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = bernoulliLikelihood();
 * console.log(head.nll(tensor([[1]]), tensor([[0]])).dataSync()[0]?.toFixed(3)); // 0.693
 * ```
 */
export function bernoulliLikelihood({
  offset = 'none',
  ...options
}: LikelihoodOptions & { readonly offset?: Offset } = {}): BernoulliLikelihood {
  return new BernoulliLikelihood({ ...likelihoodConfig(options), offset });
}

const bernoulliOptions = z.strictObject({
  offset: z
    .enum(['none', 'mean'])
    .default('none')
    .describe('"none", or "mean": adds the logits of the mean of the training set'),
});

export const bernoulliPart = likelihoodPart({
  name: 'bernoulli',
  description: 'binary or grey values between 0 and 1, from logits; offset: "none" or "mean"',
  options: bernoulliOptions,
  parameterShape: (eventShape) => eventShape,
  head: (config, options) => bernoulliLikelihood({ ...config, ...options }),
});
