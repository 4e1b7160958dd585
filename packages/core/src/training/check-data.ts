import { HelmholtzError, itemAt } from '@helmholtz/base';
import {
  isWithin,
  oneHotVectors,
  RandomStream,
  realLine,
  type Support,
  type ValueSummary,
} from '@helmholtz/distributions';
import { allowsMissing } from '../graph/allows-missing.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { InputVariable } from '../graph/variables.js';
import { type Dataset, sizeOf } from './dataset.js';
import { type TrainingData, isInParts } from './data-parts.js';
import { checkExposures } from './exposures.js';
import { type FedVariable, type PartFeed, feedOf, partFeedOf } from './feed.js';
import { type ExpectedValues, outsideSupportHint } from './outside-support-hint.js';

const CHUNK = 256;

/**
 * Checks a data set against a model before training: that it has examples, a variable of the right
 * shape for each data input, and values that the likelihoods support.
 *
 * @returns notes about unusual values, one line each.
 * @throws HelmholtzError (`data`) for the first problem.
 */
export function checkData(model: LatentVariableModel, data: TrainingData): string[] {
  if (!isInParts(data)) return checkDataset(model, data, feedOf(model, data));
  return Object.values(data.parts).flatMap((part) => checkDataset(model, part, partFeedOf(model, part)));
}

function checkDataset(model: LatentVariableModel, dataset: Dataset, feed: PartFeed): string[] {
  if (dataset.size === 0) {
    throw new HelmholtzError('data', `${dataset.name} has no examples.`, {
      hint: 'Training and evaluation take at least one.',
    });
  }
  if (model.observed.length === 0) {
    throw new HelmholtzError(
      'graph',
      'The graph has no likelihood, so there is nothing to learn from data.',
      {
        hint: 'End the generative network in a head: likelihood.head({ name, variable }).apply(parameters).',
      },
    );
  }
  model.inputs.forEach((input, index) => {
    const fed = feed.variables[index];
    if (fed) checkShape(feed, fed, input);
  });
  checkExposures(model, feed);
  return model.inputs.flatMap((input, index) => {
    const fed = feed.variables[index];
    if (!fed) return [];
    const likelihoods = model.observed.filter((observed) => observed.input === input);
    const missing = allowsMissing(model, input);
    // Inputs without a likelihood need finite numbers, too.
    if (likelihoods.length === 0) {
      const takes = `The input "${input.name}"`;
      checkValues(feed, fed, [wholeOf(input, realLine)], { takes, missing, input: input.name });
    }
    return likelihoods.flatMap(({ likelihood }) => {
      const columns = likelihood.columns?.map((column) => ({ ...column, event: column.size })) ?? [
        wholeOf(input, likelihood.support),
      ];
      const takes = 'The likelihood';
      const { summaries, unknown } = checkValues(feed, fed, columns, { takes, missing, input: input.name });
      const source = sourceOf(feed, fed);
      const notes = columns.flatMap(({ name, support }, index) => {
        const advice = support.advise?.(itemAt(summaries, index));
        const what = name === undefined ? source : `The column "${name}" of ${source}`;
        return advice === undefined ? [] : [`${what} ${advice}`];
      });
      return unknown === 0 ? notes : [...notes, `${source} has ${withoutCategory(unknown)}`];
    });
  });
}

const withoutCategory = (count: number): string =>
  `no category in ${count} places, which hold zeros alone: they add nothing to the bound, and networks are given the zeros.`;

/** Neighbouring elements of an example with one support. */
interface CheckedColumn {
  readonly name?: string;
  readonly size: number;
  /** Number of elements per event, if the support is of events. */
  readonly event: number;
  readonly support: Support;
}

/** All elements of an example. Events lie along its last axis. */
function wholeOf({ shape }: InputVariable, support: Support): CheckedColumn {
  return { size: sizeOf(shape), event: shape.at(-1) ?? 1, support };
}

function checkShape(feed: PartFeed, fed: FedVariable, { name, shape }: InputVariable): void {
  const { variable } = fed;
  // Examples are read as flat arrays. So a model of vectors accepts images, and axes of length 1
  // may differ.
  const flattened = shape.length === 1 && shape[0] === sizeOf(variable.shape);
  if (flattened || longAxes(shape) === longAxes(variable.shape)) return;
  throw new HelmholtzError(
    'data',
    `${sourceOf(feed, fed)} has examples of shape [${variable.shape.join(', ')}].`,
    {
      hint: `The model's input "${name}" takes [${shape.join(', ')}]: change the observed shape, or pad or reshape the data.`,
    },
  );
}

/** Shape without axes of length 1: a grey image is [28, 28] or [28, 28, 1]. */
function longAxes(shape: readonly number[]): string {
  return shape.filter((length) => length !== 1).join();
}

/** Facts of the values of an input. */
interface CheckedValues {
  /** One for each column. */
  readonly summaries: readonly ValueSummary[];
  /** Number of categories of zeros alone. */
  readonly unknown: number;
}

/** Reads every example once. The first value outside its column's support throws. */
function checkValues(
  feed: PartFeed,
  fed: FedVariable,
  columns: readonly CheckedColumn[],
  expected: ExpectedValues,
): CheckedValues {
  const { variable } = fed;
  const exampleSize = sizeOf(variable.shape);
  const columnAt = columns.flatMap(({ size }, index) => new Array<number>(size).fill(index));
  const random = new RandomStream(0, 'check');
  const summaries = columns.map(() => ({ minimum: Infinity, maximum: -Infinity, whole: true }));
  let unknown = 0;
  for (let start = 0; start < feed.size; start += CHUNK) {
    const count = Math.min(CHUNK, feed.size - start);
    const values = new Float32Array(count * exampleSize);
    variable.read(
      Array.from({ length: count }, (_, index) => start + index),
      values,
      random,
    );
    values.forEach((value, position) => {
      const element = position % exampleSize;
      const column = itemAt(columnAt, element);
      const { name, support } = itemAt(columns, column);
      if (support.contains(value)) return include(itemAt(summaries, column), value);
      if (expected.missing && Number.isNaN(value)) return;
      const example = start + Math.floor(position / exampleSize);
      const where = name === undefined ? `at element ${element}` : `in the column "${name}"`;
      const written = variable.written?.(example, element);
      throw new HelmholtzError(
        'data',
        written
          ? `${written.place} is ${JSON.stringify(written.text)}.`
          : `${sourceOf(feed, fed)}: example ${example} has the value ${value} ${where}.`,
        { hint: outsideSupportHint(value, itemAt(columns, column), expected) },
      );
    });
    for (let index = 0; index < count; index++) {
      const example = values.subarray(index * exampleSize, (index + 1) * exampleSize);
      const events = checkEvents(example, columns);
      unknown += events.unknown;
      if (!events.problem) continue;
      const { text, column } = events.problem;
      const what = `${sourceOf(feed, fed)}: example ${start + index} has ${text}.`;
      throw new HelmholtzError('data', what, { hint: outsideSupportHint(undefined, column, expected) });
    }
  }
  return { summaries, unknown };
}

/**
 * Returns the first problem of an event, such as a one-hot vector with two ones, and the number of
 * categories of zeros alone.
 */
function checkEvents(
  example: Float32Array,
  columns: readonly CheckedColumn[],
): {
  readonly problem?: { readonly text: string; readonly column: CheckedColumn };
  readonly unknown: number;
} {
  let [begin, unknown] = [0, 0];
  for (const column of columns) {
    const { name, size, event, support } = column;
    for (let at = begin; support.eventProblem && at < begin + size; at += event) {
      const elements = example.subarray(at, at + event);
      if (elements.every((element) => Number.isNaN(element))) continue;
      // A category of zeros alone has the log-probability 0: it is missing.
      if (isWithin(support, oneHotVectors) && elements.every((element) => element === 0)) {
        unknown++;
        continue;
      }
      const problem = support.eventProblem(elements);
      if (problem === undefined) continue;
      const where = name === undefined ? `from element ${at} on` : `in the column "${name}"`;
      return { problem: { text: `${problem}, ${where}`, column }, unknown };
    }
    begin += size;
  }
  return { unknown };
}

function include(summary: { -readonly [P in keyof ValueSummary]: ValueSummary[P] }, value: number): void {
  if (value < summary.minimum) summary.minimum = value;
  if (value > summary.maximum) summary.maximum = value;
  summary.whole &&= Number.isInteger(value);
}

/** `digits/train`, or `The variable "label" of digits/train` if there are several variables. */
function sourceOf(feed: PartFeed, { name }: FedVariable): string {
  return name === undefined ? feed.name : `The variable "${name}" of ${feed.name}`;
}
