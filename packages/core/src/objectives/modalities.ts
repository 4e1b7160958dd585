import { type Scalar, type Tensor, add, fill, mul, scalar } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError, nearest } from '@helmholtz/base';
import type { NamedTensors } from '../graph/conditional.js';
import type { LatentTraits } from '../graph/latent-traits.js';
import type { ModelView } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import { average, type BoundTerms } from './bound-terms.js';

/** Weights of log-likelihoods by observed variable; 1 by default. */
export type LikelihoodWeights = Readonly<Record<string, number>>;

export const likelihoodWeightsOption = z
  .record(z.string().min(1), z.number().min(0))
  .optional()
  .describe('weights of the log-likelihoods in the loss, by modality; 1 by default');

/**
 * Checks that a model has experts of at least two modalities.
 *
 * @throws HelmholtzError (`graph`) for a model without experts; (`usage`) for a weight of an unknown
 *   modality.
 */
export function checkModalities(
  objective: string,
  latents: readonly LatentTraits[],
  weights: LikelihoodWeights = {},
): void {
  const modalities = modalityNames(latents);
  if (modalities.length < 2) {
    throw new HelmholtzError(
      'graph',
      `The objective "${objective}" needs experts of two modalities or more, and the model has ${modalities.length}.`,
      {
        hint: 'Choose the recipe "multimodal-vae", or a posterior with experts in the recipe "composed".',
      },
    );
  }
  const unknown = Object.keys(weights).find((name) => !modalities.includes(name));
  if (unknown === undefined) return;
  throw new HelmholtzError(
    'usage',
    `The objective "${objective}" has a likelihood weight of "${unknown}", which is no modality.`,
    { hint: nearest(unknown, modalities) },
  );
}

/** Returns the names of the observed variables that experts read. */
export function modalityNames(
  latents: readonly { readonly modalities?: readonly string[] | undefined }[],
): string[] {
  return [...new Set(latents.flatMap(({ modalities = [] }) => modalities))];
}

/** Returns the terms of a subset of the modalities, with all others missing. */
export function termsOfSubset(
  model: ModelView,
  modalities: readonly string[],
  subset: readonly string[],
): ModelTerms {
  const others = modalities.filter((name) => !subset.includes(name));
  const feed: NamedTensors = Object.fromEntries(others.map((name) => [name, missingLike(model.input(name))]));
  return model.terms(feed);
}

/** Returns NaN in the shape of a tensor. */
export function missingLike(values: Tensor): Tensor {
  return fill(values.shape, NaN);
}

/** Returns the average log-likelihood with a weight for each modality. */
export function weightedLikelihood(
  { logLikelihoods, weights }: BoundTerms,
  ofModality: LikelihoodWeights,
): Scalar {
  return sumOf(
    logLikelihoods.map(({ observed, logLikelihood }) =>
      mul<Scalar>(average(logLikelihood, weights), ofModality[observed] ?? 1),
    ),
  );
}

/** Returns the sum of tensors. */
export function sumOf<Value extends Tensor>(terms: readonly Value[]): Value {
  return terms.reduce<Value>((sum, term) => add(sum, term), scalar(0) as Tensor as Value);
}
