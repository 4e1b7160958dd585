import { itemAt } from '@helmholtz/base';
import { type Tensor, concat, mul, oneHot, stack, sum, tensor1d } from '@tensorflow/tfjs-core';

import { analyticKl, bestKlKind, monteCarloKl } from '../graph/log-densities.js';
import type { ModelView } from '../graph/model-view.js';
import type { VariationalTerm } from '../graph/terms.js';
import { type BoundTerms, boundTerms } from './bound-terms.js';

/** Returns the terms of the bound given the labels of the batch, [batch] each. */
export function termsOfBatch(view: ModelView): BoundTerms {
  return boundTerms(view.terms(), divergence);
}

/** Returns the terms of the bound given each label, one after another. */
export function termsOfLabels(view: ModelView, label: string, size: number, classes: number): BoundTerms[] {
  return Array.from({ length: classes }, (_, index) => {
    const rows = tensor1d(new Array<number>(size).fill(index), 'int32');
    return boundTerms(view.terms({ [label]: oneHot(rows, classes, 1, 0, 'float32') }), divergence);
  });
}

/**
 * Returns the mean of the terms over labels.
 *
 * @param terms terms given each label.
 * @param weights weight of each label, [batch, classes].
 */
export function meanOverLabels(terms: readonly BoundTerms[], weights: Tensor): BoundTerms {
  return combined(terms, (values) => sum(mul(stack([...values], 1), weights), 1));
}

/** Returns the terms of all examples of several batches. */
export function joinedTerms(terms: readonly BoundTerms[]): BoundTerms {
  return combined(terms, (values) => concat([...values]));
}

function combined(terms: readonly BoundTerms[], combine: (values: readonly Tensor[]) => Tensor): BoundTerms {
  const { logLikelihoods, divergences } = itemAt(terms, 0);
  return {
    logLikelihoods: logLikelihoods.map(({ observed }, index) => ({
      observed,
      logLikelihood: combine(terms.map((each) => itemAt(each.logLikelihoods, index).logLikelihood)),
    })),
    divergences: divergences.map(({ latent }, index) => ({
      latent,
      kl: combine(terms.map((each) => itemAt(each.divergences, index).kl)),
    })),
  };
}

function divergence(latent: VariationalTerm): Tensor {
  return bestKlKind(latent) === 'analytic' ? analyticKl(latent) : monteCarloKl(latent);
}
