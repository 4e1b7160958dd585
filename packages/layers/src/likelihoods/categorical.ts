import { Categorical, oneHotVectors } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';

import { LikelihoodHead, type LikelihoodOptions, likelihoodConfig, plainPart } from './likelihood.js';

/** Likelihood head of a categorical distribution over one-hot vectors. */
export class CategoricalLikelihood extends LikelihoodHead {
  static readonly className = 'CategoricalLikelihood';
  static readonly description = 'log p(x) of one-hot categories, from logits';
  readonly family = 'categorical';
  readonly support = oneHotVectors;

  override sharedConfig() {
    return this.getConfig();
  }

  distribution(logits: Tensor): Categorical {
    return new Categorical(logits);
  }
}

/**
 * Creates a likelihood head of a categorical distribution over one-hot vectors on the last axis:
 * p(x | z) = Categorical(softmax(logits)).
 *
 * Input: logits, [batch, ..., categories].
 *
 *
 * @example
 * ```ts
 * import { categoricalLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = categoricalLikelihood({ variable: 'label' });
 * const nll = head.nll(tensor([[0, 1]]), tensor([[0, 0]]));
 * console.log(head.name, nll.dataSync()[0]?.toFixed(3)); // label_likelihood 0.693
 * ```
 */
export function categoricalLikelihood(options: LikelihoodOptions = {}): CategoricalLikelihood {
  return new CategoricalLikelihood(likelihoodConfig(options));
}

export const categoricalPart = plainPart(
  'categorical',
  'categories, one-hot along the last axis, from logits',
  categoricalLikelihood,
);
