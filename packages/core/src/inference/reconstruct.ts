import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { ModelTerms } from '../graph/terms.js';
import { drawNoise } from '../training/batches.js';
import { type Examples, type NamedExamples, inBatches } from './examples.js';
import { countOf, inputRows } from './latent-codes.js';
import { meanOrDraw } from './mean-or-draw.js';

/** Reconstructions of examples: at the mean of the posterior, and at draws from it. */
export interface Reconstructions {
  readonly mean: Examples;
  readonly draws: readonly Examples[];
}

export interface ReconstructOptions {
  /** The name of the observed variable; the first one unless given. */
  readonly variable?: string | undefined;
  readonly draws: number;
  readonly seed: number;
  /** At the draws from the posterior a draw from p(x given z), too, rather than its mean. */
  readonly drawn?: boolean | undefined;
}

/**
 * The mean of p(x given z) of an observed variable x, at the posterior's mean and at `draws` draws from it.
 *
 * @param inputs examples of the model's data inputs, by name where there are several.
 * @throws HelmholtzError (`usage`) for a variable that the model does not observe.
 */
export async function reconstruct(
  model: LatentVariableModel,
  inputs: Examples | NamedExamples,
  { variable, draws, seed, drawn: fromLikelihood = false }: ReconstructOptions,
): Promise<Reconstructions> {
  const observed = observedIndex(model, variable);
  const decode = (
    terms: (inputs: Tensor[], start: number) => ModelTerms,
    value: (of: Distribution, start: number, count: number) => Tensor = (of, start, count) =>
      meanOrDraw(of, model.observed[observed]!, count, start),
  ): Promise<Examples> =>
    inBatches(countOf(inputs), (start, end) =>
      value(
        terms(inputRows(model, inputs, start, end), start).observed[observed]!.likelihood,
        start,
        end - start,
      ),
    );
  const mean = await decode((tensors) => model.termsAtPosteriorMeans(tensors));
  const drawn: Examples[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const terms = (tensors: Tensor[], start: number): ModelTerms => {
      const count = tensors[0]!.shape[0];
      return model.terms(tensors, drawNoise(model.noise, count, seed, ['reconstruct', draw, start]));
    };
    const sample = (likelihood: Distribution, start: number, count: number): Tensor => {
      const { name, input } = model.observed[observed]!;
      const variable = { name, shape: input.shape, source: likelihood.noise };
      const [noise] = drawNoise([variable], count, seed, ['reconstruct', draw, start, 'likelihood']);
      return likelihood.sample(noise!);
    };
    drawn.push(await decode(terms, fromLikelihood ? sample : undefined));
  }
  return { mean, draws: drawn };
}

function observedIndex({ observed }: LatentVariableModel, variable = observed[0]?.name): number {
  const index = observed.findIndex(({ name }) => name === variable);
  if (index >= 0) return index;
  throw new HelmholtzError('usage', `The model has no observed variable "${variable ?? ''}".`, {
    hint: `Its observed variables: ${observed.map(({ name }) => name).join(', ') || 'none'}.`,
  });
}
