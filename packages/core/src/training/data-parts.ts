import { HelmholtzError, nearest } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { Dataset } from './dataset.js';
import { type Feed, type PartFeed, feedOf, partFeedOf } from './feed.js';

/** Examples in parts by name, such as labelled and unlabelled ones. A step takes a batch of each part. */
export interface DatasetInParts {
  readonly name: string;
  /** The parts. A part may lack variables that the model has inputs for: `model.terms({ label })` gives them. */
  readonly parts: Readonly<Record<string, Dataset>>;
  /** The part whose examples make up an epoch. Default: the part with the most batches. */
  readonly epoch?: string | undefined;
}

/** What a model is trained on. */
export type TrainingData = Dataset | DatasetInParts;

/** Examples in a batch: one number, or one for each part of the data. */
export type BatchSize = number | Readonly<Record<string, number>>;

/** What a data set feeds to a model in batches of one size. */
export interface WholeFeed {
  readonly feed: Feed;
  readonly batchSize: number;
}

/** What data in parts feed to a model. */
export interface PartsFeed {
  readonly name: string;
  readonly parts: Readonly<Record<string, { readonly feed: PartFeed; readonly batchSize: number }>>;
  /** The part whose examples make up an epoch. */
  readonly epoch: string;
}

/** What a training takes its batches from. */
export type TrainingFeed = WholeFeed | PartsFeed;

/**
 * Finds what data feed to a model, and in batches of what sizes.
 *
 * @throws HelmholtzError (`data`) where a variable is missing; (`usage`) where the batch sizes don't fit the parts.
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

/** How many examples an epoch has. */
export function epochExamples(data: TrainingData, batchSize: BatchSize): number {
  if (!isInParts(data)) return data.size;
  return data.parts[epochPart(data, partSizes(data, batchSize))]!.size;
}

/** How many steps an epoch has. */
export function stepsPerEpoch(data: TrainingData, batchSize: BatchSize): number {
  if (!isInParts(data)) return Math.ceil(data.size / wholeBatchSize(batchSize));
  const sizes = partSizes(data, batchSize);
  const epoch = epochPart(data, sizes);
  return Math.ceil(data.parts[epoch]!.size / sizes[epoch]!);
}

/** The size of a batch of data without parts, such as a test set: the largest of several. */
export function wholeBatchSize(batchSize: BatchSize): number {
  return typeof batchSize === 'number' ? batchSize : Math.max(...Object.values(batchSize));
}

/**
 * Checks that batch sizes by name are of parts that the data have.
 *
 * @throws HelmholtzError (`usage`)
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
  const known = Object.keys(parts);
  if (typeof batchSize !== 'number') {
    const unknown = Object.keys(batchSize).find((part) => !known.includes(part));
    if (unknown !== undefined) {
      throw new HelmholtzError(
        'usage',
        `There is a batch size for "${unknown}", which ${name} has no part of.`,
        {
          hint: nearest(unknown, known),
        },
      );
    }
  }
  return Object.fromEntries(
    known.map((part) => {
      const size = typeof batchSize === 'number' ? batchSize : batchSize[part];
      if (size !== undefined) return [part, checked(size)];
      throw new HelmholtzError('usage', `There is no batch size for the part "${part}" of ${name}.`, {
        hint: `Give one for each part: ${known.join(', ')}.`,
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
    throw new HelmholtzError('data', `The epochs of ${name} go by the part "${epoch}", which it has not.`, {
      hint: nearest(epoch, names),
    });
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
