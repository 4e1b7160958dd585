import type { Tensor } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { ModelTerms } from '../graph/terms.js';
import { drawNoise } from '../training/batches.js';
import { type Examples, type NamedExamples, inBatches } from './examples.js';
import { countOf, inputRows } from './latent-codes.js';

/** Reconstructions of examples: at the mean of the posterior, and at draws from it. */
export interface Reconstructions {
  readonly mean: Examples;
  readonly draws: readonly Examples[];
}

/**
 * The mean of p(x given z) for the first observed variable, at the posterior's mean and at `draws` draws from it.
 *
 * @param inputs examples of the model's data inputs, by name where there are several.
 */
export async function reconstruct(
  model: LatentVariableModel,
  inputs: Examples | NamedExamples,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Promise<Reconstructions> {
  const decode = (terms: (inputs: Tensor[], start: number) => ModelTerms): Promise<Examples> =>
    inBatches(countOf(inputs), (start, end) =>
      terms(inputRows(model, inputs, start, end), start).observed[0]!.likelihood.mean(),
    );
  const mean = await decode((tensors) => model.termsAtPosteriorMeans(tensors));
  const drawn: Examples[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const terms = (tensors: Tensor[], start: number): ModelTerms => {
      const count = tensors[0]!.shape[0];
      return model.terms(tensors, drawNoise(model.noise, count, seed, ['reconstruct', draw, start]));
    };
    drawn.push(await decode(terms));
  }
  return { mean, draws: drawn };
}
