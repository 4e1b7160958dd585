import { itemAt } from '@helmholtz/base';
import { type Dataset, exampleLength } from '../dataset.js';
import type { FittedColumn } from '../fitted/fitted.js';
import { sizeOfColumn } from '../fitted/size-of-column.js';
import { chunksOf } from '../fitted/element-moments.js';
import type { CategoryCount, ColumnLook, DataLook } from './look.js';
import { counted } from './look-at-table.js';
import { lookAtNumbers } from './number-look.js';

/** Numbers that are looked at, at most: of more, those of evenly spaced examples. */
const MOST_VALUES = 2 ** 20;

/** Elements of vectors that are columns of their own. */
const MOST_ELEMENTS = 4096;

/**
 * Summarizes the examples of a data set in their units before standardization: the columns of a
 * table, the elements of vectors, or the channels of images. Of more than a million numbers, it
 * reads evenly spaced examples only.
 *
 * @example
 * ```ts
 * import { arrayDataset, lookAtDataset } from '@helmholtz/datasets';
 *
 * const rows = arrayDataset({ name: 'rows', shape: [2], data: [[1, 5], [3, 5]] });
 * const { columns } = lookAtDataset(rows);
 * console.log(columns.map(({ numbers }) => numbers?.deviation)); // [ 1, 0 ]
 * ```
 */
export function lookAtDataset(dataset: Dataset): DataLook {
  const { size, shape, columns, fitted } = dataset;
  const name = dataset.file ?? dataset.name;
  const length = exampleLength(shape);
  const stride = Math.max(Math.ceil((size * length) / MOST_VALUES), 1);
  const values = valuesOf(dataset, stride);
  const labels = labelsOf(dataset);
  const common = { name, examples: size, looked: values.length / length, ...(labels ? { labels } : {}) };
  if (fitted?.form === 'table' && columns) {
    return { ...common, form: 'table', columns: tableColumns(fitted.columns, values, length) };
  }
  const center = (element: number): number =>
    pick(fitted?.form === 'array' ? fitted.center : undefined, element, 0);
  const scale = (element: number): number =>
    pick(fitted?.form === 'array' ? fitted.scale : undefined, element, 1);
  const raw = values.map((value, at) => value * scale(at % length) + center(at % length));
  const channels = shape.length === 1 ? length : (shape.at(-1) ?? 1);
  const word = shape.length === 1 ? 'element' : 'channel';
  const parts = channels <= MOST_ELEMENTS && channels > 1 ? channels : 0;
  return {
    ...common,
    form: 'array',
    shape,
    numbers: lookAtNumbers(raw),
    notFinite: raw.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0),
    columns: Array.from({ length: parts }, (_, channel) =>
      numberColumn(`${word} ${channel}`, everyNth(raw, channel, channels)),
    ),
  };
}

function pick(values: readonly number[] | undefined, element: number, otherwise: number): number {
  if (!values) return otherwise;
  return values.length === 1 ? itemAt(values, 0) : (values[element % values.length] ?? otherwise);
}

function numberColumn(name: string, values: Float64Array): ColumnLook {
  const numbers = lookAtNumbers(values);
  const { unique, count } = numbers;
  return { name, kind: 'real', missing: values.length - count, unique, numbers };
}

function tableColumns(fitted: readonly FittedColumn[], values: Float64Array, length: number): ColumnLook[] {
  let begin = 0;
  return fitted.flatMap((column): ColumnLook | [] => {
    const at = begin;
    begin += sizeOfColumn(column);
    if (column.kind === 'constant') return [];
    if (column.kind === 'ordinal') {
      const { name, categories } = column;
      const grades = everyNth(values, at, length);
      const known = [...grades].flatMap((grade) => categories[grade] ?? []);
      return {
        ...numberColumn(name, grades),
        kind: 'ordinal',
        categories: counted(known),
        grades: [itemAt(categories, 0), itemAt(categories, categories.length - 1)],
      };
    }
    if (column.kind !== 'categorical') {
      const [center, scale] = column.kind === 'real' ? [column.center, column.scale] : [0, 1];
      const decimals = column.kind === 'real' ? column.decimals : undefined;
      const numbers = everyNth(values, at, length).map((value) =>
        original(value, { center, scale, decimals }),
      );
      const date = column.kind === 'real' ? column.date : undefined;
      return {
        ...numberColumn(column.name, numbers),
        kind: column.kind,
        ...(date === undefined ? {} : { date }),
      };
    }
    const { name, categories } = column;
    const rows = values.length / length;
    const texts = Array.from({ length: rows }, (_, row) => {
      const start = row * length + at;
      return categories.findIndex((_category, index) => values[start + index] === 1);
    }).flatMap((index) => categories[index] ?? []);
    return {
      name,
      kind: 'categorical',
      missing: rows - texts.length,
      unique: new Set(texts).size,
      categories: counted(texts),
    };
  });
}

function labelsOf({ labels, classNames }: Dataset): CategoryCount[] | undefined {
  if (!labels) return undefined;
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([label, count]) => ({ name: classNames?.[label] ?? `${label}`, count }));
}

function everyNth(values: Float64Array, from: number, step: number): Float64Array {
  return Float64Array.from({ length: values.length / step }, (_, index) => values[index * step + from]!);
}

function valuesOf(dataset: Dataset, stride: number): Float64Array {
  const rows = Math.ceil(dataset.size / stride);
  const values = new Float64Array(rows * exampleLength(dataset.shape));
  let start = 0;
  for (const chunk of chunksOf(dataset, stride)) {
    values.set(chunk, start);
    start += chunk.length;
  }
  return values;
}

/** A number as in the table: standardized values are float32, so that a 0 came back as 1e-7. */
function original(
  value: number,
  { center, scale, decimals }: { center: number; scale: number; decimals: number | undefined },
): number {
  const number = value * scale + center;
  if (Math.abs(number) < 1e-6 * (Math.abs(center) + Math.abs(scale))) return 0;
  return decimals === undefined || Math.abs(number) >= 1e21
    ? number
    : Number(number.toFixed(Math.min(decimals, 100)));
}
