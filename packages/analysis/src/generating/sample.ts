import { HelmholtzError, itemAt } from '@helmholtz/base';
import {
  decodedDraws,
  decodedMeans,
  exposuresOf,
  type Examples,
  type LatentVariableModel,
  type NamedExamples,
  priorDraws,
} from '@helmholtz/core';
import type { Samples } from '@helmholtz/report';

import { ownLatents } from '../codes/code-layout.js';
import { checkCodeSource, type CodeSourceOptions, sourcedCodes } from '../codes/code-source.js';
import { givenCodes } from '../codes/given-codes.js';
import type { RunWithCodes } from '../codes/training-codes.js';
import { conditionsAt, type UsedCondition } from '../conditions/conditions.js';
import { type GivenOptions, type GivenGrid, givenGrid } from '../conditions/given-grid.js';
import { isImages, isSeries, toImages } from '../images/to-images.js';
import { requireCodes } from '../latent-space/codes.js';
import type { TrainedRun } from '../run/trained-run.js';
import { unusedOption } from '../run/unused-option.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { dataVariable, decodedData } from './data-variable.js';
import { inUnitsOfData } from './units-of-data.js';
import { classVariables, generatedClasses } from './generated-classes.js';

export interface SampleOptions extends WorkOptions, GivenOptions, CodeSourceOptions {
  /**
   * Number of examples: 100 by default. Combinations of conditions take turns. By default there is
   * one example for each value of a file, for each of given `codes`, and for a grid the largest
   * multiple of its size up to 100.
   */
  readonly count?: number | undefined;
  /** Seed of the draws; the run's by default. */
  readonly seed?: number | undefined;
  /**
   * Exposure of all examples, for a model of counts with an exposure. The median of the training
   * set by default.
   */
  readonly exposure?: number | undefined;
  /**
   * Means of the likelihood, or draws from it. Means of images and draws of other data by default.
   */
  readonly pixels?: 'means' | 'draws' | undefined;
}

export interface Sampled {
  /**
   * Generated examples in the shape of the data set, [count, ...shape]: arrays in the units of the
   * data, of tables the elements.
   */
  readonly examples: Examples;
  /** Codes that were decoded, if they are not draws from the prior, by the names of the latents. */
  readonly codes: NamedExamples;
  /** Line about the source of the codes, if they are not draws from the prior. */
  readonly codesNote: string | undefined;
  /** All that was generated, by the names of the observed variables. */
  readonly decoded: NamedExamples;
  /** Other generated variables, such as a label. */
  readonly beside: NamedExamples;
  /** The examples as images with their classes; undefined for other data. */
  readonly images: Samples | undefined;
  /** The variables of `beside` that are the classes of `images`. */
  readonly classVariables: readonly string[];
  /** What the examples are conditioned on. */
  readonly conditions: readonly UsedCondition[];
  /**
   * Exposure of all examples, by the name of its input; empty for a model without exposures, and for
   * exposures in `given`.
   */
  readonly exposures: ReadonlyMap<string, number>;
}

/**
 * Draws examples from the prior of every latent, from the top down, and decodes them. The codes may
 * also come from the aggregate posterior, a density that is fitted to codes, or a file.
 *
 * @throws HelmholtzError (`usage`) for a model without a prior, or a model that does not generate
 * the examples of the data set.
 *
 * @example
 * ```ts
 * import { sample } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const { examples } = await sample(run, { count: 4, seed: 7 });
 * console.log(examples.count, examples.shape); // 4 [ 28, 28, 1 ]
 * ```
 */
export async function sample(run: RunWithCodes, options: SampleOptions = {}): Promise<Sampled> {
  const { model, spec, test } = run;
  const { seed = spec.seed, exposure, pixels, signal } = options;
  requireCodes(model, 'There is nothing to sample.');
  checkCodeSource(options);
  const read = options.codes === undefined ? undefined : await givenCodes(options.codes, model);
  requirePriors(model, read, options);
  const grid = await givenGrid(run, options);
  const count = read ? countOfCodes(grid, read, options) : countFor(grid, options.count);
  const task = `sampling ${count} examples`;
  throwIfAborted(signal, task);
  const { examples: given, used } = conditionsAt(run, grid, count, exposure);
  const { codes, note } = await codesFor(run, { count, seed, given, read }, options);
  const report = reportTask(options, task);
  const drawn = (pixels ?? (isImages(test) ? 'means' : 'draws')) === 'draws';
  const decoded = drawn
    ? await decodedDraws(model, codes, seed, given)
    : await decodedMeans(model, codes, given);
  report(count, count);
  const variable = dataVariable(model, test);
  const examples = decodedData(model, test, decoded);
  const beside = new Map([...decoded].filter(([name]) => name !== variable));
  return {
    codes: note === undefined ? new Map() : codes,
    codesNote: note,
    decoded,
    beside,
    conditions: used,
    exposures: exposuresAt(model, grid, exposure),
    classVariables: classVariables(model, test).map(({ name }) => name),
    examples: { ...examples, values: inUnitsOfData(test, examples.values), shape: test.shape },
    images: isImages(test) || isSeries(test) ? samplesOf(run, decoded, used) : undefined,
  };
}

interface Draws {
  readonly count: number;
  readonly seed: number;
  /** What the examples are conditioned on. */
  readonly given: NamedExamples;
  /** Codes of a file. */
  readonly read: NamedExamples | undefined;
}

/** Values of all latents, with a line about their source if it is not the prior. */
async function codesFor(
  run: RunWithCodes,
  { count, seed, given, read }: Draws,
  options: SampleOptions,
): Promise<{ readonly codes: NamedExamples; readonly note?: string | undefined }> {
  const { from = 'prior' } = options;
  if (read) {
    const codes = await priorDraws(run.model, count, seed, given, read);
    return { codes, note: `codes: ${options.codes}` };
  }
  if (from === 'prior') return { codes: await priorDraws(run.model, count, seed, given) };
  return sourcedCodes(run, from, { count, seed, conditions: given }, options);
}

/** @throws HelmholtzError (`usage`) if codes come from the prior of a latent that has none. */
function requirePriors(
  model: LatentVariableModel,
  read: NamedExamples | undefined,
  { from = 'prior' }: SampleOptions,
): void {
  if (!read && from !== 'prior') return;
  const known = new Set(read?.keys());
  const problem = samplesProblem({ latents: model.latents.filter(({ name }) => !known.has(name)) });
  if (problem === undefined) return;
  if (read) {
    throw new HelmholtzError('usage', `The file of codes is not complete. ${problem}`, {
      hint: `Give the codes of ${ownLatents(model)
        .map(({ name }) => name)
        .join(', ')}.`,
    });
  }
  throw new HelmholtzError('usage', `There is nothing to sample. ${problem}`, {
    hint: 'Draw codes from a density that is fitted to those of training examples: `from` mixture. Or train a model with a prior, such as vae.',
  });
}

/** Number of given codes, which must suit the other options. */
function countOfCodes({ size }: GivenGrid, read: NamedExamples, { count }: SampleOptions): number {
  const codes = [...read.values()][0]!.count;
  if (count !== undefined && count !== codes) {
    throw unusedOption('count', count, `one example is decoded from each of the ${codes} codes`);
  }
  if (codes >= size) return codes;
  throw new HelmholtzError(
    'usage',
    `${size} combinations of conditions were given, and there are ${codes} codes.`,
    { hint: 'Give as many codes as combinations, or more.' },
  );
}

/** Number of examples, such that each combination of conditions has a turn. */
function countFor({ size, fromFile }: GivenGrid, count: number | undefined): number {
  if (count === undefined) return fromFile ? size : size * Math.max(1, Math.floor(100 / size));
  if (count >= size) return count;
  throw new HelmholtzError(
    'usage',
    `${size} combinations of conditions were given, and \`count\` is ${count}.`,
    { hint: `Give fewer values, or draw one example for each combination: \`count\` ${size}.` },
  );
}

/** Returns the exposures of draws; those of offsets are given as exposures, too. */
function exposuresAt(
  model: LatentVariableModel,
  { columns }: GivenGrid,
  exposure?: number,
): ReadonlyMap<string, number> {
  return new Map(
    [...exposuresOf(model)]
      .filter(([name]) => !columns.has(name))
      .map(([name, [layer]]) => {
        const typical = layer!.logarithm ? Math.exp(layer!.typical()) : layer!.typical();
        return [name, exposure ?? typical];
      }),
  );
}

/** Images with their generated classes, or with the conditions that differ between them. */
function samplesOf(
  { model, test }: TrainedRun,
  decoded: NamedExamples,
  used: readonly UsedCondition[],
): Samples {
  const varied = used.filter(({ texts, values }) => values.shape.length < 2 && new Set(texts).size > 1);
  const captions = varied[0]?.texts.map((_, row) => varied.map(({ texts }) => itemAt(texts, row)).join(', '));
  const classes = generatedClasses(model, test, decoded) ?? captions;
  return { ...toImages(decodedData(model, test, decoded), test), ...(classes ? { classes } : {}) };
}

/** Returns why a model has nothing to sample from; undefined for a model that has. */
export function samplesProblem({ latents }: Pick<LatentVariableModel, 'latents'>): string | undefined {
  const without = latents.find(({ divergence }) => !divergence);
  return without && `The latent "${without.name}" has no prior to draw from.`;
}
