import { HelmholtzError } from '@helmholtz/base';
import {
  type Examples,
  type LatentVariableModel,
  type NamedExamples,
  readExamples,
  readInputs,
  reconstruct as reconstructInputs,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { Reconstructions } from '@helmholtz/report';

import { givenConditions, type UsedCondition } from '../conditions/conditions.js';
import type { GivenOptions } from '../conditions/given-grid.js';
import { canBeDrawn, firstOfEachClass, toImages } from '../images/to-images.js';
import { requireCodes } from '../latent-space/codes.js';
import type { TrainedRun } from '../run/trained-run.js';
import { unusedOption } from '../run/unused-option.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { dataVariable } from './data-variable.js';
import { checkIndices, indicesOf } from './indices.js';
import { inUnitsOfData } from './units-of-data.js';
import { withoutPadding } from './without-padding.js';

export interface ReconstructOptions extends WorkOptions, GivenOptions {
  /** Where the examples come from, such as `imagesFor(run, files)`; the test set by default. */
  readonly data?: Dataset | undefined;
  /**
   * Which examples. By default the first of each class of the test set, up to 10, or all of `data`.
   */
  readonly indices?: readonly number[] | undefined;
  /** Draws from the posterior of each example; 3 by default, 0 for a model without noise. */
  readonly draws?: number | undefined;
  /** At draws from the posterior: means of the likelihood (default), or draws from it. */
  readonly pixels?: 'means' | 'draws' | undefined;
  /** Seed of the draws; the run's by default. */
  readonly seed?: number | undefined;
}

export interface Reconstructed {
  readonly indices: readonly number[];
  /** The examples as they are; arrays in the units of the data, of tables the elements. */
  readonly original: Examples;
  /** Decoded from the mean of the posterior. */
  readonly mean: Examples;
  /** Decoded from draws from the posterior. */
  readonly draws: readonly Examples[];
  /** What the codes are decoded at, if values were given. */
  readonly conditions: readonly UsedCondition[];
  /** The same as images; undefined for other data. */
  readonly images: Reconstructions | undefined;
}

/**
 * Encodes examples and decodes them again, at the mean of the posterior and at draws from it.
 *
 * @throws HelmholtzError (`usage`) for an index that the data set does not have, and for draws
 * without noise.
 *
 * @example
 * ```ts
 * import { reconstruct } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const { original, mean, draws } = await reconstruct(run, { indices: [0, 7, 12], draws: 2 });
 * console.log(original.count, mean.count, draws.length); // 3 3 2
 * ```
 */
export async function reconstruct(run: TrainedRun, options: ReconstructOptions = {}): Promise<Reconstructed> {
  const { model, spec, test } = run;
  const { data = test, pixels = 'means', seed = spec.seed, signal } = options;
  requireCodes(model, 'Examples cannot be reconstructed.');
  const draws = drawsOf(model, options);
  const indices = options.indices ?? (options.data ? indicesOf(data) : firstOfEachClass(test, 10));
  checkIndices(indices, data);
  const { conditions, used } = await givenConditions(
    run,
    options,
    readInputs(model, data, indices),
    'Each reconstruction is decoded at one.',
  );
  const task = `reconstructing ${indices.length} examples`;
  throwIfAborted(signal, task);
  const report = reportTask(options, task);
  const areDraws = pixels === 'draws';
  const reconstruction = await reconstructed(run, {
    data,
    indices,
    draws,
    seed,
    drawn: areDraws,
    conditions,
  });
  report(1, 1);
  return {
    ...inUnits(reconstruction, data),
    indices,
    conditions: used,
    images: canBeDrawn(data) ? reconstructionImages(reconstruction, data) : undefined,
  };
}

/** All versions in the units of the data. */
function inUnits({ original, mean, draws }: Versions, data: Dataset): Versions {
  const inverted = (examples: Examples): Examples => ({
    ...examples,
    values: inUnitsOfData(data, examples.values),
  });
  return { original: inverted(original), mean: inverted(mean), draws: draws.map(inverted) };
}

interface Choice {
  readonly data: Dataset;
  readonly indices: readonly number[];
  readonly draws: number;
  readonly seed: number;
  readonly drawn: boolean;
  /** What codes are decoded at; the examples' own conditions by default. */
  readonly conditions?: NamedExamples | undefined;
}

type Versions = Pick<Reconstructed, 'original' | 'mean' | 'draws'>;

/** The examples as they are, at the mean of the posterior and at draws. */
async function reconstructed(
  { model, test }: Pick<TrainedRun, 'model' | 'test'>,
  { data, indices, draws, seed, drawn, conditions }: Choice,
): Promise<Versions> {
  const variable = dataVariable(model, test);
  const reconstruction = await reconstructInputs(model, readInputs(model, data, indices), {
    variable,
    draws,
    seed,
    drawn,
    conditions,
  });
  const original = readExamples(data, indices);
  const unpadded = (examples: Examples): Examples => withoutPadding(data, original, examples);
  return { original, mean: unpadded(reconstruction.mean), draws: reconstruction.draws.map(unpadded) };
}

/** The reconstructions of the first test example of each class, as the report shows them. */
export async function reconstructionsOfClasses(run: TrainedRun): Promise<Reconstructions> {
  const { spec, test } = run;
  const indices = firstOfEachClass(test, 10);
  const choice = { data: test, indices, draws: 3, seed: spec.seed, drawn: false };
  return reconstructionImages(await reconstructed(run, choice), test);
}

function reconstructionImages({ original, mean, draws }: Versions, data: Dataset): Reconstructions {
  return {
    original: toImages(original, data),
    mean: toImages(mean, data),
    draws: draws.map((examples) => toImages(examples, data)),
  };
}

/** Without noise all draws are the same. */
function drawsOf(
  { noise }: LatentVariableModel,
  { draws, pixels, seed }: Pick<ReconstructOptions, 'draws' | 'pixels' | 'seed'>,
): number {
  const noisy = noise.length > 0;
  if (draws && !noisy) {
    throw new HelmholtzError('usage', 'The model encodes without noise, so reconstructions have no draws.', {
      hint: 'Leave `draws` out.',
    });
  }
  const shownDraws = noisy ? (draws ?? 3) : 0;
  if (shownDraws > 0) return shownDraws;
  const why = noisy ? 'no draws are shown' : 'the model encodes without noise, so there are no draws';
  const hint = noisy ? 'Leave it out, or show draws: `draws` 3' : undefined;
  if (pixels === 'draws') throw unusedOption('pixels', pixels, why, hint);
  if (seed !== undefined) throw unusedOption('seed', seed, why, hint);
  return shownDraws;
}
