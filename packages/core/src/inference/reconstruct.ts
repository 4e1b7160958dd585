import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from '@helmholtz/distributions';
import { HelmholtzError, itemAt } from '@helmholtz/base';
import { codeNoise } from '../graph/code-noise.js';
import type { NamedTensors } from '../graph/conditional.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { ModelTerms } from '../graph/terms.js';
import { drawNoise } from '../training/noise-tensors.js';
import { type Examples, type NamedExamples, inBatches, namedRows } from './examples.js';
import { countOf, inputRows } from './input-rows.js';
import { meanOrDraw } from './mean-or-draw.js';

/** Reconstructions of examples: at the posterior's mean, and at draws from the posterior. */
export interface Reconstructions {
  readonly mean: Examples;
  readonly draws: readonly Examples[];
}

export interface ReconstructOptions {
  /** Name of the observed variable; the first one by default. */
  readonly variable?: string | undefined;
  readonly draws: number;
  readonly seed: number;
  /**
   * Whether to draw from p(x given z) instead of taking its mean, at the draws from the posterior.
   * False by default.
   */
  readonly drawn?: boolean | undefined;
  /**
   * Values of conditioning inputs at which the codes are decoded, as many examples of each; the
   * examples' own by default.
   */
  readonly conditions?: NamedExamples | undefined;
}

/**
 * Returns the mean of p(x given z) of an observed variable x, at the posterior's mean and at
 * `draws` draws from the posterior.
 *
 * @param inputs examples of the model's data inputs, by name if there are several.
 * @throws HelmholtzError (`usage`) for an unknown observed variable.
 *
 * @example
 * ```ts
 * import { readExamples, reconstruct } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1]] });
 * const model = buildModel(defaultSpec('vae', [4]));
 * const { mean, draws } = await reconstruct(model, readExamples(data, [0]), { draws: 2, seed: 0 });
 * console.log(mean.shape, draws.length); // [ 4 ] 2
 * ```
 */
export async function reconstruct(
  model: LatentVariableModel,
  inputs: Examples | NamedExamples,
  { variable, draws, seed, drawn: fromLikelihood = false, conditions }: ReconstructOptions,
): Promise<Reconstructions> {
  const observed = observedIndex(model, variable);
  const decode = (
    terms: (inputs: Tensor[], start: number) => ModelTerms,
    value: (likelihood: Distribution, start: number, count: number) => Tensor = (likelihood, start, count) =>
      meanOrDraw(likelihood, itemAt(model.observed, observed), count, start),
  ): Promise<Examples> =>
    inBatches(countOf(inputs), (start, end) => {
      const encoded = terms(inputRows(model, inputs, start, end), start);
      const likelihood = conditions
        ? itemAt(decodedAt(model, encoded, namedRows(conditions, start, end)), observed)
        : itemAt(encoded.observed, observed).likelihood;
      return value(likelihood, start, end - start);
    });
  const mean = await decode((tensors, start) => model.termsAtPosteriorMeans(tensors, codeNoise(start)));
  const drawnExamples: Examples[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const terms = (tensors: Tensor[], start: number): ModelTerms => {
      const count = itemAt(tensors, 0).shape[0];
      return model.terms(tensors, drawNoise(model.noise, count, seed, ['reconstruct', draw, start]));
    };
    const sample = (likelihood: Distribution, start: number, count: number): Tensor => {
      const { name, input } = itemAt(model.observed, observed);
      const variable = { name, shape: input.shape, source: likelihood.noise };
      const [noise] = drawNoise([variable], count, seed, ['reconstruct', draw, start, 'likelihood']);
      return likelihood.sample(noise!);
    };
    drawnExamples.push(await decode(terms, fromLikelihood ? sample : undefined));
  }
  return { mean, draws: drawnExamples };
}

/** Decodes the codes of examples under other conditions. */
function decodedAt(
  model: LatentVariableModel,
  { latents }: ModelTerms,
  conditions: NamedTensors,
): readonly Distribution[] {
  const codes = latents.map(({ name, value, posterior }) => [name, value ?? posterior!.mean!()] as const);
  return model.decode(Object.fromEntries(codes), conditions);
}

function observedIndex({ observed }: LatentVariableModel, variable = observed[0]?.name): number {
  const index = observed.findIndex(({ name }) => name === variable);
  if (index >= 0) return index;
  throw new HelmholtzError('usage', `The model has no observed variable "${variable ?? ''}".`, {
    hint: `Its observed variables: ${observed.map(({ name }) => name).join(', ') || 'none'}.`,
  });
}
