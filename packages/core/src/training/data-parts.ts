import { batchCount } from './batch-starts.js';
import { HelmholtzError, nearest } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { Dataset } from './dataset.js';
import { type Feed, type PartFeed, feedOf, partFeedOf } from './feed.js';

/**
 * Examples in named parts, such as labelled and unlabelled ones. A step takes a batch of each part.
 */
export interface DatasetInParts {
  readonly name: string;
  /**
   * Parts by name. A part may lack variables of the model's inputs: `model.terms({ label })` gives
   * them.
   */
  readonly parts: Readonly<Record<string, Dataset>>;
  /** Part whose examples make up an epoch; by default the part with the most batches. */
  readonly epoch?: string | undefined;
  /** Parameters fitted to the examples of all parts, as plain data that the run saves. */
  readonly fitted?: object | undefined;
}

/** Data to train on. */
export type TrainingData = Dataset | DatasetInParts;

/** Number of examples in a batch: one number, or one per part of the data. */
export type BatchSize = number | Readonly<Record<string, number>>;

/** Data of a data set for a model, in batches of one size. */
export interface WholeFeed {
  readonly feed: Feed;
  readonly batchSize: number;
}

/** Data in parts for a model. */
export interface PartsFeed {
  readonly name: string;
  readonly parts: Readonly<Record<string, { readonly feed: PartFeed; readonly batchSize: number }>>;
  /** Part whose examples make up an epoch. */
  readonly epoch: string;
}

/** Source of a training's batches. */
export type TrainingFeed = WholeFeed | PartsFeed;

/**
 * Matches the variables of data with a model's inputs, with the batch sizes.
 *
 * @throws HelmholtzError (`data`) for a missing variable; (`usage`) for batch sizes that do not fit
 *   the parts.
 */
export function trainingFeed(
  model: Pick<LatentVariableModel, 'inputs'>,
  data: TrainingData,
  batchSize: BatchSize,
): TrainingFeed {
  if (!isInParts(data)) return { feed: feedOf(model, data), batchSize: checked(wholeBatchSize(batchSize)) };
  const sizes = partSizes(data, batchSize);
  const parts = Object.fromEntries(
    Object.entries(data.parts).map(([name, part]) => [
      name,
      { feed: partFeedOf(model, part), batchSize: sizes[name]! },
    ]),
  );
  return { name: data.name, parts, epoch: epochPart(data, sizes) };
}

export function isInParts(data: TrainingData): data is DatasetInParts {
  return 'parts' in data;
}

/**
 * Returns the number of examples by part of the data; undefined for data without parts.
 *
 * @example
 * ```ts
 * import { examplesByPart } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 *
 * const labelled = arrayDataset({ name: 'labelled', shape: [1], data: [[0], [1]] });
 * console.log(examplesByPart({ name: 'mine', parts: { labelled } })); // { labelled: 2 }
 * ```
 */
export function examplesByPart(data: TrainingData): Readonly<Record<string, number>> | undefined {
  if (!isInParts(data)) return undefined;
  return Object.fromEntries(Object.entries(data.parts).map(([name, { size }]) => [name, size]));
}

/**
 * Returns the number of examples, of all parts together.
 *
 * @example
 * ```ts
 * import { numberOfExamples } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 *
 * const rows = (name: string, count: number) =>
 *   arrayDataset({ name, shape: [1], data: Array.from({ length: count }, () => [0]) });
 * const parts = { labelled: rows('labelled', 20), unlabelled: rows('unlabelled', 500) };
 * console.log(numberOfExamples({ name: 'mine', parts })); // 520
 * console.log(numberOfExamples(parts.labelled)); // 20
 * ```
 */
export function numberOfExamples(data: TrainingData): number {
  if (!isInParts(data)) return data.size;
  return Object.values(data.parts).reduce((sum, { size }) => sum + size, 0);
}

/**
 * Returns the number of steps in an epoch.
 *
 * @param leastBatch see `ObjectiveTraits`.
 */
export function stepsPerEpoch(data: TrainingData, batchSize: BatchSize, leastBatch?: number): number {
  if (!isInParts(data)) return batchCount(data.size, wholeBatchSize(batchSize), leastBatch);
  const sizes = partSizes(data, batchSize);
  const epoch = epochPart(data, sizes);
  return batchCount(data.parts[epoch]!.size, sizes[epoch]!, leastBatch);
}

/**
 * Returns the batch size for data without parts, such as a test set: the largest of several sizes.
 *
 * @example
 * ```ts
 * import { wholeBatchSize } from '@helmholtz/core';
 *
 * console.log(wholeBatchSize(100), wholeBatchSize({ labelled: 20, unlabelled: 80 })); // 100 80
 * ```
 */
export function wholeBatchSize(batchSize: BatchSize): number {
  return typeof batchSize === 'number' ? batchSize : Math.max(...Object.values(batchSize));
}

/**
 * Checks that named batch sizes match the parts of the data.
 *
 * @throws HelmholtzError (`usage`) for a part that is missing or unknown.
 */
export function checkBatchSizes(data: TrainingData, batchSize: BatchSize): void {
  if (isInParts(data)) partSizes(data, batchSize);
  else if (typeof batchSize !== 'number') {
    throw new HelmholtzError('usage', `The batch sizes are of parts, and ${data.name} has no parts.`, {
      hint: 'Give one number: training: { batchSize: 100 }.',
    });
  }
}

function partSizes({ name, parts }: DatasetInParts, batchSize: BatchSize): Readonly<Record<string, number>> {
  const partNames = Object.keys(parts);
  if (typeof batchSize !== 'number') {
    const unknown = Object.keys(batchSize).find((part) => !partNames.includes(part));
    if (unknown !== undefined) {
      throw new HelmholtzError(
        'usage',
        `A batch size was given for "${unknown}", but ${name} has no part of that name.`,
        {
          hint: nearest(unknown, partNames),
        },
      );
    }
  }
  return Object.fromEntries(
    partNames.map((part) => {
      const size = typeof batchSize === 'number' ? batchSize : batchSize[part];
      if (size !== undefined) return [part, checked(size)];
      throw new HelmholtzError('usage', `There is no batch size for the part "${part}" of ${name}.`, {
        hint: `Give one for each part: ${partNames.join(', ')}.`,
      });
    }),
  );
}

function epochPart({ name, parts, epoch }: DatasetInParts, sizes: Readonly<Record<string, number>>): string {
  const names = Object.keys(parts);
  const [first] = names;
  if (first === undefined) {
    throw new HelmholtzError('data', `${name} has no parts.`, {
      hint: 'Give at least one: parts: { all: ... }.',
    });
  }
  if (epoch !== undefined && !names.includes(epoch)) {
    throw new HelmholtzError(
      'data',
      `The epochs of ${name} follow the part "${epoch}", which does not exist.`,
      {
        hint: nearest(epoch, names),
      },
    );
  }
  const batches = (part: string): number => Math.ceil(parts[part]!.size / sizes[part]!);
  return epoch ?? names.reduce((longest, part) => (batches(part) > batches(longest) ? part : longest), first);
}

function checked(batchSize: number): number {
  if (Number.isInteger(batchSize) && batchSize > 0) return batchSize;
  throw new HelmholtzError('usage', `The batch size is ${batchSize}.`, {
    hint: 'It is a whole number from 1 on.',
  });
}
