import { HelmholtzError, itemAt } from '@helmholtz/base';
import {
  decodedDraws,
  decodedMeans,
  exposuresOf,
  type LatentVariableModel,
  type NamedExamples,
  priorDraws,
  sizeOf,
} from '@helmholtz/core';
import type { Samples } from '@helmholtz/report';

import { ownLatents } from '../codes/code-layout.js';
import { checkCodeSource, sourcedCodes } from '../codes/code-source.js';
import { givenCodes } from '../codes/given-codes.js';
import type { RunWithCodes } from '../codes/training-codes.js';
import { conditionsAt, type UsedCondition } from '../conditions/conditions.js';
import { type GivenGrid, givenGrid } from '../conditions/given-grid.js';
import { canBeDrawn, isImages, toImages } from '../images/to-images.js';
import { requireCodes } from '../latent-space/codes.js';
import type { TrainedRun } from '../run/trained-run.js';
import { unusedOption } from '../run/unused-option.js';
import { throwIfAborted } from '../run/work-options.js';
import { dataVariable, decodedData } from './data-variable.js';
import { inUnitsOfData } from './units-of-data.js';
import { classVariables, generatedClasses } from './generated-classes.js';
import { codesGiven, givenModalities } from './given-modalities.js';
import type { Sampled, SampleOptions } from './sampled.js';

/** What all draws have in common. */
export interface Draws {
  readonly count: number;
  readonly seed: number;
  readonly drawn: boolean;
  readonly exposure: number | undefined;
  readonly grid: GivenGrid;
  /** Codes that are not draws from the prior, of all examples, with a line about their source. */
  readonly sourced: { readonly codes: NamedExamples; readonly note?: string | undefined } | undefined;
}

/**
 * Checks the options of `sample`, and reads what all draws have in common.
 *
 * @throws HelmholtzError (`usage`) for options that don't suit the model or each other.
 */
export async function preparedDraws(
  run: RunWithCodes,
  options: SampleOptions,
): Promise<{ readonly draws: Draws; readonly task: string }> {
  const { model, spec, test } = run;
  const { seed = spec.seed, exposure, pixels, signal } = options;
  requireCodes(model, 'There is nothing to sample.');
  checkCodeSource(options);
  const read = options.codes === undefined ? undefined : await givenCodes(options.codes, model);
  requirePriors(model, read, options);
  const grid = await givenGrid(run, options, true);
  const modalities = givenModalities(model, grid);
  checkSource(modalities, options);
  const count = read ? countOfCodes(grid, read, options) : countFor(grid, options.count);
  if (grid.fromFile && count > grid.size) {
    options.onWarning?.(
      `${grid.size} combinations of conditions were read for ${count} examples: they are repeated in turn.`,
    );
  }
  const task = `sampling ${count} examples`;
  throwIfAborted(signal, task);
  const { from = 'prior' } = options;
  const ofAll = (): NamedExamples => conditionsAt(run, grid, { count, exposure }).examples;
  const sourced = read
    ? { codes: await priorDraws(model, count, seed, ofAll(), read), note: `codes: ${options.codes}` }
    : modalities.length > 0
      ? await codesGiven(model, ofAll(), { names: modalities, count, seed })
      : from === 'prior'
        ? undefined
        : await sourcedCodes(run, from, { count, seed, conditions: ofAll() }, options);
  const drawn = (pixels ?? (isImages(test) ? 'means' : 'draws')) === 'draws';
  return { draws: { count, seed, drawn, exposure, grid, sourced }, task };
}

/** Draws and decodes `count` examples from number `begin` on. */
export async function sampledPiece(
  run: RunWithCodes,
  { seed, drawn, exposure, grid, sourced }: Draws,
  { begin, count }: { readonly begin: number; readonly count: number },
): Promise<Sampled> {
  const { model, test } = run;
  const { examples: given, used } = conditionsAt(run, grid, { count, begin, exposure });
  const codes = sourced
    ? rowsOf(sourced.codes, begin, count)
    : await priorDraws(model, count, seed, given, new Map(), begin);
  const generated = drawn
    ? await decodedDraws(model, codes, seed, given, begin)
    : await decodedMeans(model, codes, given, begin);
  // Given modalities stay as they are.
  const decoded = new Map([...generated].map(([name, values]) => [name, given.get(name) ?? values]));
  const variable = dataVariable(model, test);
  const examples = decodedData(model, test, decoded);
  const beside = new Map([...decoded].filter(([name]) => name !== variable));
  const note = sourced?.note;
  return {
    codes: note === undefined ? new Map() : codes,
    codesNote: note,
    decoded,
    beside,
    conditions: used,
    exposures: exposuresAt(model, grid, exposure),
    classVariables: classVariables(model, test).map(({ name }) => name),
    examples: { ...examples, values: inUnitsOfData(test, examples.values), shape: test.shape },
    images: canBeDrawn(test) ? samplesOf(run, decoded, used) : undefined,
  };
}

/** @throws HelmholtzError (`usage`) for given modalities with codes of another source. */
function checkSource(modalities: readonly string[], { from = 'prior', codes }: SampleOptions): void {
  if (modalities.length === 0) return;
  const reason = `codes are drawn from the posterior given ${modalities.join(' and ')}`;
  if (from !== 'prior') throw unusedOption('from', from, reason);
  if (codes !== undefined) throw unusedOption('codes', codes, reason);
}

/** Some examples of each variable. */
function rowsOf(all: NamedExamples, begin: number, count: number): NamedExamples {
  return new Map(
    [...all].map(([name, { shape, values }]) => {
      const size = sizeOf(shape);
      return [name, { count, shape, values: values.subarray(begin * size, (begin + count) * size) }];
    }),
  );
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
