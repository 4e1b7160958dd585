import { itemAt } from '@helmholtz/base';
import { Heterogeneous, observedMask } from '@helmholtz/distributions';
import { cast, fill, min, split, squeeze, type Tensor, where } from '@tensorflow/tfjs-core';

import { klKindOf } from '../graph/kl-of-latent.js';
import { analyticKl, logLikelihood, monteCarloKl } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import { isVariational, type ObservedTerm } from '../graph/terms.js';
import { boundTerms, logImportanceWeights } from '../objectives/bound-terms.js';
import { sizeOf } from '../training/dataset.js';

/** Most elements of a vector with one share each. */
const MOST_SHARES = 256;

/** Names of the tensors of a batch of scores, in their order. */
export interface TermNames {
  readonly terms: readonly string[];
  readonly shares: readonly string[];
  /** Both, in the order of the tensors. */
  readonly all: readonly string[];
}

/**
 * Returns the logarithms of the importance weights if `weighted`, then all terms and shares. Each
 * has the shape [batch] or [samples, batch].
 */
export function scoreTerms(
  model: LatentVariableModel,
  inputs: readonly Tensor[],
  noise: readonly Tensor[],
  samples: number,
  weighted: boolean,
): { readonly names: TermNames; readonly tensors: readonly Tensor[] } {
  const terms = model.terms(inputs, noise, { samples });
  const local = { ...terms, latents: terms.latents.filter(({ examples }) => !examples) };
  const namedTerms: [string, Tensor][] = terms.observed.map((term) => [
    `expectedLogLikelihood/${term.name}`,
    logLikelihood(term),
  ]);
  terms.latents.forEach((latent, index) => {
    const kind = klKindOf(itemAt(model.latents, index));
    if (!isVariational(latent) || !kind) return;
    namedTerms.push([`kl/${latent.name}`, kind === 'analytic' ? analyticKl(latent) : monteCarloKl(latent)]);
  });
  const shares = terms.observed.flatMap((term) => sharesOf(model, term));
  const termsAndShares = [...namedTerms, ...shares];
  return {
    names: {
      terms: namedTerms.map(([name]) => name),
      shares: shares.map(([name]) => name),
      all: termsAndShares.map(([name]) => name),
    },
    tensors: [
      ...(weighted ? [logImportanceWeights(boundTerms(local, monteCarloKl))] : []),
      ...termsAndShares.map(([, tensor]) => tensor),
    ],
  };
}

/**
 * log p of each column of a row, or of each element of a vector whose elements are independent. NaN
 * where the value is missing.
 */
function sharesOf(
  model: LatentVariableModel,
  { name, likelihood, value, shape }: ObservedTerm,
): [string, Tensor][] {
  const head = model.observed.find((observed) => observed.name === name)?.likelihood;
  if (likelihood instanceof Heterogeneous && head?.columns) {
    const { columns } = head;
    const parts = head.missing ? split(value, sizesOf(columns), -1) : [];
    return likelihood.logProbOfColumns(value).map((logProb, index) => {
      const part = parts[index];
      return [
        `${name}/${itemAt(columns, index).name}`,
        part ? onlyObserved(logProb, min(part, -1)) : logProb,
      ];
    });
  }
  const size = sizeOf(shape);
  if (shape.length !== 1 || size > MOST_SHARES || size < 2 || likelihood.eventRank !== 0) return [];
  const logProb = likelihood.logProb(value);
  const shares = head?.missing ? onlyObserved(logProb, value) : logProb;
  return split(shares, size, -1).map((element, index) => [
    `${name}/${index}`,
    squeeze(element, [element.rank - 1]),
  ]);
}

const sizesOf = (columns: readonly { readonly size: number }[]): number[] => columns.map(({ size }) => size);

/** NaN where a value is missing: its share would be a 0 that looks like a probability of 1. */
function onlyObserved(logProb: Tensor, value: Tensor): Tensor {
  return where(cast(observedMask(value), 'bool'), logProb, fill(logProb.shape, NaN));
}
