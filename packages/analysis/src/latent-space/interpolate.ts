import { HelmholtzError, entryOf, itemAt } from '@helmholtz/base';
import {
  conditionsOf,
  interpolateCodes,
  type LatentVariableModel,
  type NamedExamples,
  type PathKind,
  posteriorMeans,
  readExamples,
  readInputs,
  sizeOf,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch } from '@helmholtz/report';

import { givenConditions, type UsedCondition } from '../conditions/conditions.js';
import type { GivenOptions } from '../conditions/given-grid.js';
import { decodeImages } from '../generating/decode-images.js';
import { checkIndices, indicesOf } from '../generating/indices.js';
import { requireImages } from '../images/require-images.js';
import { firstOfEachClass, toImages } from '../images/to-images.js';
import type { TrainedRun } from '../run/trained-run.js';
import { unusedOption } from '../run/unused-option.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { requireCodes } from './codes.js';

export interface InterpolateOptions extends WorkOptions, GivenOptions {
  /** Where the examples come from, such as `imagesFor(run, files)`; the test set by default. */
  readonly data?: Dataset | undefined;
  /**
   * Pairs of examples: 0, 7, 3, 12 goes from 0 to 7 and from 3 to 12. Pairs of classes by default,
   * or all of `data`.
   */
  readonly between?: readonly number[] | undefined;
  /** Images in a row, both ends of the path included; 12 by default. */
  readonly steps?: number | undefined;
  /**
   * Follows the arc around the origin, which keeps the norm of codes, instead of a straight line.
   */
  readonly spherical?: boolean | undefined;
}

/**
 * One row of images for each pair: the first example, the path between the codes, the second
 * example.
 */
export interface Interpolation {
  readonly rows: readonly ImageBatch[];
  readonly path: PathKind;
  /** What all codes are decoded at, if values were given. */
  readonly conditions: readonly UsedCondition[];
}

export const INTERPOLATION_STEPS = 12;

/**
 * Decodes the path from the code of one example to that of another.
 *
 * @throws HelmholtzError (`usage`) for data without images, an odd number of examples, and an index
 * that does not exist.
 *
 * @example
 * ```ts
 * import { interpolate } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const { rows } = await interpolate(run, { between: [0, 7], steps: 12 });
 * console.log(rows[0]?.count); // 14
 * ```
 */
export async function interpolate(run: TrainedRun, options: InterpolateOptions = {}): Promise<Interpolation> {
  const { data = run.test, steps = INTERPOLATION_STEPS, spherical = false, signal } = options;
  requireCodes(run.model, 'Examples cannot be interpolated.');
  requireImages(run.test);
  if (spherical) checkArcs(run.model);
  const between = options.between ?? (options.data ? indicesOf(data) : pairsOfClasses(data));
  checkIndices(between, data);
  checkPairs(between);
  const path = spherical ? 'spherical' : 'linear';
  const report = reportTask(options, `interpolating between ${between.length} examples`);
  const rows: ImageBatch[] = [];
  let conditions: readonly UsedCondition[] = [];
  for (let at = 0; at < between.length; at += 2) {
    throwIfAborted(signal, 'interpolating');
    const pair = [between[at]!, between[at + 1]!] as const;
    const { row, used } = await pathBetween(run, data, pair, { steps, path, options });
    rows.push(row);
    conditions = used;
    report(at + 2, between.length);
  }
  return { rows, path, conditions };
}

interface PathOptions {
  readonly steps: number;
  readonly path: PathKind;
  readonly options: GivenOptions;
}

async function pathBetween(
  run: TrainedRun,
  data: Dataset,
  pair: readonly [from: number, to: number],
  { steps, path, options }: PathOptions,
): Promise<{ readonly row: ImageBatch; readonly used: readonly UsedCondition[] }> {
  const { model, test } = run;
  const inputs = pair.map((index) => readInputs(model, data, [index]));
  const codes = await Promise.all(inputs.map((examples) => posteriorMeans(model, examples)));
  const between = (
    variables: readonly { name: string }[],
    [start, end]: readonly NamedExamples[],
    kind: PathKind,
  ) =>
    new Map(
      variables.map(({ name }) => [
        name,
        interpolateCodes(entryOf(start!, name), entryOf(end!, name), steps, kind),
      ]),
    );
  // A model that is conditioned on something goes from one condition to the other, too.
  const ownConditions = between(conditionsOf(model), inputs, 'linear');
  const { conditions = ownConditions, used } = await givenConditions(
    run,
    options,
    ownConditions,
    'A path is decoded at one.',
  );
  const decoded = await decodeImages(model, between(model.latents, codes, path), test, conditions);
  const ends = pair.map((index) => toImages(readExamples(data, [index]), data).pixels);
  const pixels = Float32Array.from([...itemAt(ends, 0), ...decoded.pixels, ...itemAt(ends, 1)]);
  return { row: { ...decoded, pixels, count: decoded.count + 2 }, used };
}

/** The first examples of the classes, as many as make pairs. */
function pairsOfClasses(test: Dataset): number[] {
  const indices = firstOfEachClass(test, 10);
  return indices.slice(0, indices.length - (indices.length % 2));
}

/** In one dimension there is only the straight way. */
function checkArcs({ latents }: LatentVariableModel): void {
  if (latents.some(({ shape }) => sizeOf(shape) > 1)) return;
  throw unusedOption('spherical', undefined, 'in codes of one dimension there is no arc around the origin');
}

function checkPairs({ length }: readonly number[]): void {
  if (length % 2 === 0) return;
  throw new HelmholtzError('usage', `An odd number of examples was given: ${length}.`, {
    hint: 'Give pairs, such as `between` 0,7,3,12.',
  });
}
