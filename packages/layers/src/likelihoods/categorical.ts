import { Categorical, oneHotVectors } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';

import { LikelihoodHead, type LikelihoodOptions, likelihoodConfig, plainPart } from './likelihood.js';

/** p(x given z) = Categorical(softmax(logits)) of one-hot vectors along the last axis, from logits. */
export class CategoricalLikelihood extends LikelihoodHead {
  static readonly className = 'CategoricalLikelihood';
  static readonly description = 'log p(x) of one-hot categories, from logits';
  readonly family = 'categorical';
  readonly support = oneHotVectors;

  distribution(logits: Tensor): Categorical {
    return new Categorical(logits);
  }
}

/** The head: `categoricalLikelihood().apply(logits)`. */
export function categoricalLikelihood(options: LikelihoodOptions = {}): CategoricalLikelihood {
  return new CategoricalLikelihood(likelihoodConfig(options));
}

export const categoricalPart = plainPart(
  'categorical',
  'categories, one-hot along the last axis, from logits',
  categoricalLikelihood,
);
