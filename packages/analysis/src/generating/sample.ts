import { HelmholtzError } from '@helmholtz/base';
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

import { conditionsAt, type UsedCondition } from '../conditions/conditions.js';
import { type GivenOptions, type GivenGrid, givenGrid } from '../conditions/given-grid.js';
import { isImages, isSeries, toImages } from '../images/to-images.js';
import { requireCodes } from '../latent-space/codes.js';
import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { dataVariable, decodedData } from './data-variable.js';
import { inUnitsOfData } from './units-of-data.js';
import { classVariables, generatedClasses } from './generated-classes.js';

export interface SampleOptions extends WorkOptions, GivenOptions {
  /**
   * Number of examples: 100 by default. Combinations of conditions take turns. By default there is
   * one example for each value of a file, and for a grid the largest multiple of its size up to 100.
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
 * Draws examples from the prior of every latent, from the top down, and decodes them.
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
export async function sample(run: TrainedRun, options: SampleOptions = {}): Promise<Sampled> {
  const { model, spec, test } = run;
  const { seed = spec.seed, exposure, pixels, signal } = options;
  requireCodes(model, 'There is nothing to sample.');
  const problem = samplesProblem(model);
  if (problem !== undefined) {
    throw new HelmholtzError('usage', `There is nothing to sample. ${problem}`, {
      hint: 'Train a model with a prior, such as vae. Reconstruction, interpolation, traversal and embedding take any model.',
    });
  }
  const grid = await givenGrid(run, options);
  const count = countFor(grid, options.count);
  const task = `sampling ${count} examples`;
  throwIfAborted(signal, task);
  const report = reportTask(options, task);
  const drawn = (pixels ?? (isImages(test) ? 'means' : 'draws')) === 'draws';
  const { examples: given, used } = conditionsAt(run, grid, count, exposure);
  const decoded = await decodedSamples(run, { count, seed, given, drawn });
  report(count, count);
  const variable = dataVariable(model, test);
  const examples = decodedData(model, test, decoded);
  const beside = new Map([...decoded].filter(([name]) => name !== variable));
  return {
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
  /** Whether values are drawn from the likelihood rather than its means. */
  readonly drawn?: boolean;
}

/** Decodes ancestral draws from the prior, by the names of the observed variables. */
async function decodedSamples(
  { model }: Pick<TrainedRun, 'model'>,
  { count, seed, given, drawn = false }: Draws,
): Promise<NamedExamples> {
  const codes = await priorDraws(model, count, seed, given);
  return drawn ? decodedDraws(model, codes, seed, given) : decodedMeans(model, codes, given);
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
  const captions = varied[0]?.texts.map((_, row) => varied.map(({ texts }) => texts[row]!).join(', '));
  const classes = generatedClasses(model, test, decoded) ?? captions;
  return { ...toImages(decodedData(model, test, decoded), test), ...(classes ? { classes } : {}) };
}

/** Returns why a model has nothing to sample from; undefined for a model that has. */
export function samplesProblem({ latents }: LatentVariableModel): string | undefined {
  const without = latents.find(({ divergence }) => !divergence);
  return without && `The latent "${without.name}" has no prior to draw from.`;
}
