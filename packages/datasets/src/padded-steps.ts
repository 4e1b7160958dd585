import { HelmholtzError } from '@helmholtz/base';

import { type Dataset, derive, exampleLength } from './dataset.js';
import { chunksOf } from './fitted/element-moments.js';
import type { PaddedSteps } from './fitted/fitted.js';

/**
 * Returns series of which the steps from their length on are padding: they are read as NaN.
 *
 * @param lengths number of steps of each example.
 * @throws HelmholtzError (`data`) for a length that is no whole number or beyond the series.
 *
 * @example
 * ```ts
 * import { arrayDataset, withinLengths } from '@helmholtz/datasets';
 *
 * const series = arrayDataset({ name: 'series', shape: [3, 1], data: [[1, 2, 0], [3, 0, 0]] });
 * const lengths = arrayDataset({ name: 'lengths', shape: [1], data: [[2], [1]] });
 * const values = new Float32Array(6);
 * withinLengths(series, lengths).read([0, 1], values, { next: Math.random });
 * console.log(values.join(' ')); // 1 2 NaN 3 NaN NaN
 * ```
 */
export function withinLengths(dataset: Dataset, lengths: Dataset): Dataset {
  const { size, shape } = dataset;
  const [steps = 1] = shape;
  if (exampleLength(lengths.shape) !== 1 || lengths.size !== size) {
    throw new HelmholtzError(
      'data',
      `${lengths.name} has the shape [${[lengths.size, ...lengths.shape].join(', ')}], and ${dataset.name} has ${size} examples.`,
      { hint: 'Give one length for each example: an array of shape [examples].' },
    );
  }
  const known = new Float32Array(size);
  let start = 0;
  for (const chunk of chunksOf(lengths)) {
    known.set(chunk, start);
    start += chunk.length;
  }
  const wrong = known.findIndex((length) => !(Number.isInteger(length) && length >= 0 && length <= steps));
  if (wrong >= 0) {
    throw new HelmholtzError('data', `${lengths.name}: the length of example ${wrong} is ${known[wrong]}.`, {
      hint: `A length is a whole number from 0 to ${steps}, the steps of ${dataset.name}. Correct it, or move the file elsewhere if it holds something else.`,
    });
  }
  const each = exampleLength(shape) / steps;
  return derive(dataset, {
    paddedBy: 'lengths',
    read(indices, out, random) {
      dataset.read(indices, out, random);
      for (let at = 0; at < indices.length; at++) {
        const first = at * steps * each;
        out.fill(NaN, first + known[indices[at]!]! * each, first + steps * each);
      }
    },
  });
}

/**
 * Returns series of which steps are padding if all their values equal a number: they are read as
 * NaN. Images, and series whose mask or lengths are known, are returned unchanged.
 */
export function withoutPadding(dataset: Dataset, maskValue: number | undefined): Dataset {
  const { shape, paddedBy } = dataset;
  const [, ...step] = shape;
  if (maskValue === undefined || paddedBy !== undefined || shape.length > 2) return dataset;
  const value = Math.fround(maskValue);
  const each = exampleLength(step);
  return derive(dataset, {
    paddedBy: maskValue,
    read(indices, out, random) {
      dataset.read(indices, out, random);
      for (let at = 0; at < out.length; at += each) {
        const values = out.subarray(at, at + each);
        if (values.every((own) => own === value)) values.fill(NaN);
      }
    },
  });
}

/** Padded steps, and the number of other missing values. */
export interface StepsOfSeries {
  readonly padded: PaddedSteps;
  readonly others: number;
}

/**
 * Finds the padded steps of series: those at their ends of which all values are missing, and those
 * of one value if such steps are declared as padding.
 */
export function stepsOf(dataset: Dataset): StepsOfSeries {
  const { shape, size } = dataset;
  const [steps = 1] = shape;
  const length = exampleLength(shape);
  const counts = { padded: 0, inside: 0, others: 0, shortest: Infinity, longest: 0 };
  for (const values of chunksOf(dataset)) {
    for (let at = 0; at < values.length; at += length) {
      const example = values.subarray(at, at + length);
      const kinds = kindsOfSteps(example, dataset);
      const kept = kinds.filter((kind) => kind === 'present').length;
      counts.padded += steps - kept;
      counts.inside += kinds.filter((kind) => kind === 'inside').length;
      counts.shortest = Math.min(counts.shortest, kept);
      counts.longest = Math.max(counts.longest, kept);
      const missing = example.filter((value) => Number.isNaN(value)).length;
      counts.others += missing - ((steps - kept) * length) / steps;
    }
  }
  const { padded: count, shortest, longest, inside } = counts;
  return { padded: { count, total: size * steps, shortest, longest, inside }, others: counts.others };
}

type StepKind = 'present' | 'end' | 'inside';

/** For each step of an example, whether it is there, or padded at an end or inside. */
function kindsOfSteps(
  example: Float32Array,
  { shape, paddedBy }: Pick<Dataset, 'shape' | 'paddedBy'>,
): StepKind[] {
  const [steps = 1] = shape;
  const each = example.length / steps;
  const empty = Array.from({ length: steps }, (_, step) =>
    example.subarray(step * each, (step + 1) * each).every((value) => Number.isNaN(value)),
  );
  const [first, last] = [empty.indexOf(false), empty.lastIndexOf(false)];
  return empty.map((is, step): StepKind => {
    if (!is) return 'present';
    // Lengths mark the steps behind the end: an empty step at the beginning is missing.
    if (first < 0 || step > last || (step < first && paddedBy !== 'lengths')) return 'end';
    return typeof paddedBy === 'number' ? 'inside' : 'present';
  });
}

/**
 * Returns which elements of an example belong to padded steps: 1 for those, 0 for others.
 *
 * @param example values of one example; those of padded steps are NaN.
 *
 * @example
 * ```ts
 * import { paddedElements } from '@helmholtz/datasets';
 *
 * const padded = { count: 1, total: 3, shortest: 2, longest: 2, inside: 0 };
 * console.log(paddedElements({ shape: [3, 1], padded }, Float32Array.of(4, 5, NaN)).join()); // 0,0,1
 * ```
 */
export function paddedElements(
  dataset: Pick<Dataset, 'shape' | 'padded' | 'paddedBy'>,
  example: Float32Array,
): Uint8Array {
  const marks = new Uint8Array(example.length);
  if (!dataset.padded) return marks;
  const [steps = 1] = dataset.shape;
  const each = example.length / steps;
  kindsOfSteps(example, dataset).forEach((kind, step) => {
    if (kind !== 'present') marks.fill(1, step * each, (step + 1) * each);
  });
  return marks;
}

/** Returns the lengths of the first array, or of another one: `length` or `<name>-length`. */
export function lengthsOf(arrays: ReadonlyMap<string, Dataset>, name?: string): Dataset | undefined {
  const prefix = name === undefined ? '' : `${name}-`;
  return arrays.get(`${prefix}length`) ?? arrays.get(`${prefix}lengths`);
}

/** Whether an array of that name holds lengths. */
export const isLengths = (name: string): boolean => /(^|-)lengths?$/.test(name);
