import { HelmholtzError, itemAt } from '@helmholtz/base';
import { type Distribution, RandomStream } from '@helmholtz/distributions';
import { type Tensor, dispose, reshape, tidy, zeros } from '@tensorflow/tfjs-core';

import { nllProblem, rowsFor } from '../evaluation/importance-sampling.js';
import { posteriorNoise } from '../evaluation/posterior-noise.js';
import { monteCarloKl } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import { codeNoise } from '../graph/code-noise.js';
import type { ObservedVariable } from '../graph/variables.js';
import { boundTerms, logImportanceWeights } from '../objectives/bound-terms.js';
import type { Batch } from '../training/batch.js';
import { drawNoise } from '../training/noise-tensors.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { toTensor } from '../training/host-tensor.js';
import { Pause } from '../training/pause.js';
import type { Examples } from './examples.js';
import { WeighedDraws } from './weighed-draws.js';

export interface ImputeOptions {
  readonly data: Dataset;
  /** Name of the observed variable; the first one by default. */
  readonly variable?: string | undefined;
  /** Draws of the latents for each example; 100 by default. */
  readonly samples?: number | undefined;
  /** Number of completed data sets that are drawn; 0, the default, for the mean. */
  readonly draws?: number | undefined;
  readonly seed: number;
  /** Ends after the current draws; nothing is returned then. */
  readonly signal?: AbortSignal | undefined;
  /** Receives the number of finished and of all examples, counted once for each completed set. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

const BATCH = 64;

/**
 * Imputes the missing values of an observed variable given its other values, by self-normalized
 * importance sampling with the posterior (Mattei and Frellsen 2019, section 4.2):
 *
 *     E[x_mis given x_obs] = sum over k of w_k E[x_mis given z_k],   z_k ~ q(z given x_obs)
 *     w_k proportional to p(x_obs given z_k) p(z_k) / q(z_k given x_obs)
 *
 * A draw chooses one z_k with the probability w_k, and draws x_mis from p(x given z_k). Draws have
 * the spread of the missing values, means do not. The mean of a category is its probabilities.
 *
 * @returns the mean, or the requested number of draws: complete examples with the observed values
 *   unchanged.
 * @throws HelmholtzError (`usage`) for an unknown observed variable; (`data`) for data that don't
 *   fit; (`interrupted`) if `signal` is aborted.
 *
 * @example
 * ```ts
 * import { impute } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const { model } = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [2], missing: 'indicator' },
 *   latents: [{ name: 'z', size: 1 }],
 *   networks: { recognition: [], generative: [] },
 *   likelihood: 'normal',
 * });
 * const data = arrayDataset({ name: 'rows', shape: [2], data: [[1, NaN]], missing: true });
 * const [completed] = await impute(model, { data, samples: 20, seed: 0 });
 * console.log(completed?.values[0], Number.isNaN(completed?.values[1])); // 1 false
 * ```
 */
export async function impute(model: LatentVariableModel, options: ImputeOptions): Promise<Examples[]> {
  const { data, variable, draws = 0, seed, signal, onProgress } = options;
  const observed = observedOf(model, variable);
  checkData(model, data);
  const reader = new BatchReader(model, data, Math.min(BATCH, rowsFor(model)), seed);
  const size = sizeOf(observed.input.shape);
  const position = model.inputs.indexOf(observed.input);
  const passes = Math.max(draws, 1);
  const pause = new Pause();
  const completed: Examples[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const values = new Float32Array(data.size * size);
    let done = 0;
    for (const batch of reader.ordered('evaluation')) {
      const filled = await valuesOf(model, observed, batch, {
        ...options,
        draw: draws > 0 ? pass : undefined,
      });
      const observedValues = batch.inputs[position]!.values;
      values.set(
        observedValues.map((value, at) => (Number.isNaN(value) ? filled[at]! : value)),
        done * size,
      );
      done += batch.size;
      onProgress?.(pass * data.size + done, passes * data.size);
      await pause.ifDue();
      if (signal?.aborted) throw interrupted();
    }
    completed.push({ count: data.size, shape: observed.input.shape, values });
  }
  return completed;
}

/** Values of a batch: means, or those of a draw. */
async function valuesOf(
  model: LatentVariableModel,
  observed: ObservedVariable,
  batch: Batch,
  { samples: wanted = 100, seed, draw }: ImputeOptions & { readonly draw: number | undefined },
): Promise<Float32Array> {
  const weighted = nllProblem(model) === undefined;
  const samples = weighted ? wanted : 1;
  const chunk = Math.min(samples, Math.max(Math.floor(rowsFor(model) / batch.size), 1));
  const keys = [draw ?? 'mean', ...(batch.indices.length > 0 ? [batch.indices[0]!] : [])];
  const random = draw === undefined ? undefined : new RandomStream(seed, 'impute', ...keys, 'choice');
  const draws = new WeighedDraws(batch.size, sizeOf(observed.input.shape), random);
  for (let start = 0; start < samples; start += chunk) {
    const chunkKeys = ['impute', ...keys, start];
    const chunkSize = Math.min(chunk, samples - start);
    const results = tidy(() => {
      const inputs = batch.inputs.map(toTensor);
      const { weights, likelihood } = weighted
        ? weighedTerms(model, observed, inputs, { batch, seed, own: chunkKeys, samples: chunkSize })
        : { weights: zeros([1, batch.size]), likelihood: atMeans(model, observed, inputs, chunkKeys) };
      const drawOptions = {
        rows: chunkSize * batch.size,
        seed,
        own: chunkKeys,
        shape: [chunkSize, batch.size, ...observed.input.shape],
      };
      return [
        weights,
        draw === undefined && likelihood.mean ? likelihood.mean() : drawn(likelihood, observed, drawOptions),
      ];
    });
    const [weights, values] = await Promise.all(results.map(async (tensor) => tensor.data()));
    dispose(results);
    draws.add(weights as Float32Array, values as Float32Array, chunkSize);
  }
  return draws.values;
}

interface Draw {
  readonly batch: Batch;
  readonly seed: number;
  readonly own: readonly (string | number)[];
  readonly samples: number;
}

function weighedTerms(
  model: LatentVariableModel,
  observed: ObservedVariable,
  inputs: readonly Tensor[],
  { batch, seed, own, samples }: Draw,
): { readonly weights: Tensor; readonly likelihood: Distribution } {
  const noise = posteriorNoise(model, { samples, rows: batch.size, seed }, { own, shared: own });
  const terms = model.terms(inputs, noise.map(toTensor), { samples });
  const latents = terms.latents.filter(({ examples }) => !examples);
  return {
    weights: logImportanceWeights(boundTerms({ ...terms, latents }, monteCarloKl)),
    likelihood: terms.observed[model.observed.indexOf(observed)]!.likelihood,
  };
}

/** Without densities of its latents, a model is decoded at the posterior's means. */
function atMeans(
  model: LatentVariableModel,
  observed: ObservedVariable,
  inputs: readonly Tensor[],
  keys: readonly (string | number)[],
): Distribution {
  const terms = model.termsAtPosteriorMeans(inputs, codeNoise(...keys));
  return itemAt(terms.observed, model.observed.indexOf(observed)).likelihood;
}

function drawn(
  likelihood: Distribution,
  { name, input }: ObservedVariable,
  {
    rows,
    seed,
    own,
    shape,
  }: {
    readonly rows: number;
    readonly seed: number;
    readonly own: readonly (string | number)[];
    readonly shape: number[];
  },
): Tensor {
  const variable = { name, shape: input.shape, source: likelihood.noise };
  const [noise] = drawNoise([variable], rows, seed, [...own, 'likelihood']);
  return likelihood.sample(reshape(noise!, shape));
}

function observedOf({ observed }: LatentVariableModel, name = observed[0]?.name): ObservedVariable {
  const variable = observed.find((each) => each.name === name);
  if (variable) return variable;
  throw new HelmholtzError('usage', `The model has no observed variable "${name ?? ''}".`, {
    hint: `Its observed variables: ${observed.map((each) => each.name).join(', ') || 'none'}.`,
  });
}

function interrupted(): HelmholtzError {
  return new HelmholtzError('interrupted', 'Missing values were not filled in: it was interrupted.', {
    hint: 'Run it again, with fewer draws or samples if it takes too long.',
  });
}
