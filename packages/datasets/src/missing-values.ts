import { HelmholtzError } from '@helmholtz/base';

import { type Dataset, derive, exampleLength, type MissingValues } from './dataset.js';
import { chunksOf } from './fitted/element-moments.js';
import { isMissing } from './fitted/missing.js';
import { stepsOf, type StepsOfSeries } from './padded-steps.js';

/**
 * Option of missing values: `allow`, `error`, or a list of texts and numbers that mark them in
 * addition to the usual ones.
 */
export type MissingOption = 'allow' | 'error' | readonly (string | number)[];

/** Returns the texts that an option declares as missing values. */
export function codesOf(option: MissingOption = 'allow'): string[] {
  return typeof option === 'string' ? [] : option.map(String);
}

/** Elements of a vector that are counted one by one. */
const MOST_ELEMENTS = 4096;

/**
 * Counts the missing values of arrays, which are NaN.
 *
 * @throws HelmholtzError (`data`) for an infinite number.
 */
export function withMissingCounted(dataset: Dataset, maskValue?: number): Dataset {
  const length = exampleLength(dataset.shape);
  const counts = new Float64Array(length);
  let first: string | undefined;
  let start = 0;
  for (const values of chunksOf(dataset)) {
    for (let at = 0; at < values.length; at++) {
      if (!Number.isNaN(values[at])) continue;
      counts[at % length]!++;
      first ??= `value ${at % length} of example ${start + Math.floor(at / length)} of ${dataset.name}`;
    }
    start += values.length / length;
  }
  if (first === undefined) return dataset;
  const count = counts.reduce((sum, each) => sum + each, 0);
  if (count === dataset.size * length) {
    throw new HelmholtzError('data', `${dataset.name}: all values are missing.`, {
      hint: 'A value is missing if it is NaN, if data.missing of the spec lists it, or if its mask is 0.',
    });
  }
  const series = seriesOf(dataset, maskValue);
  if (series?.others === 0) return { ...dataset, padded: series.padded };
  const missing: MissingValues = {
    count: series?.others ?? count,
    total: dataset.size * length,
    columns:
      dataset.shape.length === 1 && length <= MOST_ELEMENTS
        ? [...counts].flatMap((own, index) => (own === 0 ? [] : [{ name: `element ${index}`, count: own }]))
        : [],
    first,
  };
  return { ...dataset, missing, ...(series ? { padded: series.padded } : {}) };
}

/**
 * Padded steps of series; undefined if values are missing for another reason. Without lengths or a
 * value of padding, they are padded only if nothing else is missing.
 */
function seriesOf(dataset: Dataset, maskValue: number | undefined): StepsOfSeries | undefined {
  const { shape, paddedBy } = dataset;
  const declared = paddedBy !== undefined && paddedBy !== 'mask';
  // The elements of a vector are steps only where a network masks them.
  const isSeries = shape.length === 2 || (shape.length === 1 && maskValue !== undefined);
  if (!declared && !isSeries) return undefined;
  const series = stepsOf(dataset);
  if (series.padded.count === 0 || !(declared || series.others === 0)) return undefined;
  return series;
}

/** Returns arrays where numbers that are declared as missing are NaN. */
export function withoutCodes(dataset: Dataset, codes: readonly string[] = []): Dataset {
  const numbers = new Set(codes.map((code) => Math.fround(Number(code))));
  if (numbers.size === 0) return dataset;
  return derive(dataset, {
    read(indices, out, random) {
      dataset.read(indices, out, random);
      for (let at = 0; at < out.length; at++) if (numbers.has(out[at]!)) out[at] = NaN;
    },
  });
}

/**
 * Returns arrays where a value is NaN if its mask is 0. A mask has the shape of the examples, or
 * lacks their last axes: [examples, steps] masks whole steps of [examples, steps, features].
 *
 * @throws HelmholtzError (`data`) for a mask of another shape or with other numbers than 0 and 1.
 */
export function masked(dataset: Dataset, mask: Dataset): Dataset {
  const { shape } = dataset;
  const axes = withoutOnes(mask.shape);
  const fits = axes.length <= shape.length && axes.every((size, axis) => size === shape[axis]);
  if (mask.size !== dataset.size || !fits) throw misfit(dataset, mask);
  const length = exampleLength(mask.shape);
  const each = exampleLength(shape) / length;
  checkZeroOne(mask);
  return derive(dataset, {
    paddedBy: 'mask',
    read(indices, out, random) {
      dataset.read(indices, out, random);
      const kept = new Float32Array(indices.length * length);
      mask.read(indices, kept, random);
      for (let at = 0; at < out.length; at++) if (kept[Math.floor(at / each)] === 0) out[at] = NaN;
    },
  });
}

/** A shape without axes of length 1 at its end. */
function withoutOnes(shape: readonly number[]): readonly number[] {
  return shape.slice(0, shape.findLastIndex((size) => size !== 1) + 1);
}

function checkZeroOne(mask: Dataset): void {
  const length = exampleLength(mask.shape);
  let start = 0;
  for (const values of chunksOf(mask)) {
    const position = values.findIndex((value) => value !== 0 && value !== 1);
    if (position >= 0) {
      throw new HelmholtzError(
        'data',
        `${mask.name}: value ${position % length} of example ${start + Math.floor(position / length)} is ${values[position]}.`,
        { hint: 'A mask is 1 where a value is observed, and 0 where it is missing.' },
      );
    }
    start += values.length / length;
  }
}

function misfit({ name, size, shape }: Dataset, mask: Dataset): HelmholtzError {
  return new HelmholtzError(
    'data',
    `${mask.name} has the shape [${[mask.size, ...mask.shape].join(', ')}], and ${name} has [${[size, ...shape].join(', ')}].`,
    {
      hint: 'Give the mask the shape of its array, with or without the last axes. If the file is not a mask: data: { mask: none } in the spec.',
    },
  );
}

/**
 * Checks that a data set has no missing values, for the option `error`.
 *
 * @throws HelmholtzError (`data`) that names the first missing value, their number and columns.
 */
export function refuseMissing(dataset: Dataset): void {
  const { name, size } = dataset;
  const missing = dataset.missing ?? missingConstants(dataset);
  if (!missing) return;
  const { count, total, first } = missing;
  throw new HelmholtzError(
    'data',
    `${name} has ${count} missing values of ${total}${inColumns(missing, size)}. The first is ${first}.`,
    {
      hint: 'The spec has data: { missing: error }. Remove this entry to leave missing values out of the bound, or fill them in.',
    },
  );
}

/** Missing cells of the constant columns of a table, which no element holds. */
function missingConstants({ fitted, table }: Dataset): MissingValues | undefined {
  if (fitted?.form !== 'table' || !table) return undefined;
  const columns = fitted.columns.flatMap(({ name, kind }) => {
    if (kind !== 'constant' || !table.columns.includes(name)) return [];
    const cells = table.cells(name).filter(({ text }) => isMissing(text));
    return cells[0] ? [{ name, count: cells.length, first: cells[0].place }] : [];
  });
  const [first] = columns;
  const count = columns.reduce((sum, column) => sum + column.count, 0);
  return first && { count, total: table.size * fitted.columns.length, columns, first: first.first };
}

const MOST_NAMED = 6;

/**
 * Returns ` (age 12 %, ward 3 %)`: the columns with the most missing values, and their shares of
 * the examples.
 *
 * @example
 * ```ts
 * import { inColumns } from '@helmholtz/datasets';
 *
 * const columns = [{ name: 'age', count: 1 }];
 * console.log(inColumns({ count: 1, total: 8, columns, first: 'row 1' }, 4)); //  (age 25 %)
 * ```
 */
export function inColumns({ columns }: MissingValues, examples: number): string {
  if (columns.length === 0) return '';
  const sorted = columns.toSorted((a, b) => b.count - a.count);
  const named = sorted
    .slice(0, MOST_NAMED)
    .map((column) => `${column.name} ${share(column.count, examples)}`);
  const more = sorted.length - named.length;
  return ` (${named.join(', ')}${more > 0 ? `, and ${more} more` : ''})`;
}

/**
 * Returns `12.5 %`.
 *
 * @example
 * ```ts
 * import { share } from '@helmholtz/datasets';
 *
 * console.log(share(1, 8)); // 12.5 %
 * ```
 */
export function share(count: number, total: number): string {
  const percent = (100 * count) / total;
  return `${percent < 0.1 ? '< 0.1' : Number(percent.toPrecision(3))} %`;
}
