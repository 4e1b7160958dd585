import { itemAt } from '@helmholtz/base';
import {
  adviceOn,
  type ColumnLook,
  type DataLook,
  type Dataset,
  type Histogram,
  proposeLikelihood,
} from '@helmholtz/datasets';

import {
  type ColumnHistogram,
  contactSheetFigure,
  dataHtml,
  type Figure,
  histogramsFigure,
  type ImageBatch,
} from '@helmholtz/report';

import { audioNotes, imageNotes } from './file-notes.js';
import { table } from '../evaluation/table.js';
import { proposalsText } from '../run/proposed-likelihoods.js';
import { isSeries, toImages } from '../images/to-images.js';

/** Rows of a table for people. */
const MOST_ROWS = 60;

/** Categories that are named. */
const MOST_CATEGORIES = 6;

const header = [
  'column',
  'kind',
  'missing',
  'unique',
  'zeros',
  'minimum',
  '25%',
  'median',
  '75%',
  'maximum',
  'mean',
  'deviation',
  'histogram',
];

/**
 * Returns a look at raw data as text: facts, a row for each column with a histogram, and advice
 * before training.
 *
 * @example
 * ```ts
 * import { lookText } from '@helmholtz/analysis';
 * import { arrayDataset, lookAtDataset } from '@helmholtz/datasets';
 *
 * const rows = arrayDataset({ name: 'rows', shape: [1], data: [[1], [2], [2], [4]] });
 * console.log(lookText(lookAtDataset(rows)).split('\n')[0]); // rows: 4 examples of shape [1]
 * ```
 */
export function lookText(look: DataLook): string {
  const { title, header: names, rows, notes } = lookTable(look);
  const shownRows = rows.slice(0, MOST_ROWS);
  const hiddenCount = rows.length - shownRows.length;
  const more = hiddenCount > 0 ? `\n... and ${hiddenCount} more (--json prints all)` : '';
  return [title, table(names, shownRows) + more, ...notes].join('\n\n');
}

/** Look at raw data as a table and paragraphs. */
interface LookTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Labels, and advice before training. */
  readonly notes: readonly string[];
}

function lookTable(look: DataLook): LookTable {
  const { columns, labels } = look;
  const allNumbers = look.numbers ? [{ name: 'all numbers', kind: 'real' as const, ...whole(look) }] : [];
  const rows = [...allNumbers, ...columns].map(rowOf);
  // Columns that have nothing to show for these data are left out.
  const usedColumns = header.map((_, index) => rows.some((cells) => cells[index] !== ''));
  const cut = (cells: readonly string[]): string[] => cells.filter((_, index) => usedColumns[index]);
  return {
    title: titleOf(look),
    header: cut(header),
    rows: rows.map(cut),
    notes: [
      ...(labels ? [`labels  ${labels.map(({ name, count }) => `${name}: ${count}`).join(', ')}`] : []),
      ...imageNotes(look),
      ...proposals(look),
      ...audioNotes(look),
      ...adviceOn(look, { real: look.form === 'table' }),
    ],
  };
}

/** Likelihoods that suit the columns of a table. */
function proposals({ form, columns, looked }: DataLook): string[] {
  if (form !== 'table') return [];
  const proposed = columns.flatMap((column) => proposeLikelihood(column, looked) ?? []);
  if (proposed.length === 0) return [];
  return [`proposed likelihoods  ${proposalsText(proposed)} (to take them: train --likelihood auto)`];
}

/**
 * Returns a look at raw data as an HTML page with a histogram of each column.
 *
 * @example
 * ```ts
 * import { lookHtml } from '@helmholtz/analysis';
 * import { arrayDataset, lookAtDataset } from '@helmholtz/datasets';
 *
 * const rows = arrayDataset({ name: 'rows', shape: [1], data: [[1], [2], [2], [4]] });
 * console.log(lookHtml(lookAtDataset(rows)).startsWith('<!doctype html>')); // true
 * ```
 */
export function lookHtml(look: DataLook): string {
  const { contactSheet } = look;
  const examples = contactSheet && contactSheetFigure(sheetOf(contactSheet));
  return dataHtml({ ...lookTable(look), figure: histogramsOf(look), examples });
}

/**
 * Draws a histogram of each column of raw data, and of the labels; of image files, examples.
 *
 * @example
 * ```ts
 * import { lookFigure } from '@helmholtz/analysis';
 * import { arrayDataset, lookAtDataset } from '@helmholtz/datasets';
 *
 * const rows = arrayDataset({ name: 'rows', shape: [1], data: [[1], [2], [2], [4]] });
 * console.log(lookFigure(lookAtDataset(rows)).name); // histograms
 * ```
 */
export function lookFigure(look: DataLook): Figure {
  const { contactSheet } = look;
  return contactSheet ? contactSheetFigure(sheetOf(contactSheet)) : histogramsOf(look);
}

function sheetOf(dataset: Dataset): ImageBatch {
  const [rows = 1, columns = 1, channels = 1] = dataset.shape;
  const pixels = new Float32Array(dataset.size * rows * columns * channels);
  const indices = Array.from({ length: dataset.size }, (_, index) => index);
  dataset.read(indices, pixels, { next: () => 0 });
  if (isSeries(dataset)) return toImages({ count: dataset.size, values: pixels }, dataset);
  return { pixels, count: dataset.size, rows, columns, channels };
}

function histogramsOf({ numbers, columns, labels }: DataLook): Figure {
  const allNumbers = numbers ? [{ name: 'all numbers', numbers: numbers.histogram }] : [];
  const drawnColumns = columns.filter(({ kind }) => kind !== 'text' && kind !== 'empty');
  return histogramsFigure([
    ...allNumbers,
    ...(labels ? [{ name: 'labels', categories: labels }] : []),
    ...drawnColumns.map(({ name, numbers: own, categories, dates }): ColumnHistogram => {
      if (dates) return { name: `${name}, ${dates.join(' to ')}`, numbers: own?.histogram, ticks: false };
      return categories ? { name, categories } : { name, numbers: own?.histogram };
    }),
  ]);
}

/** Returns `train.npy: 1500 examples of shape [45, 37, 3], uint8`. */
function titleOf({
  name,
  examples,
  looked,
  shape,
  type,
  form,
  columns,
  images,
  recordings,
  notFinite = 0,
}: DataLook): string {
  const size = images
    ? `${examples} images`
    : recordings
      ? `${examples} ${examples === 1 ? 'recording' : 'recordings'}`
      : form === 'table'
        ? `${examples} rows, ${columns.length} columns`
        : `${examples} examples of shape [${shape?.join(', ') ?? ''}]`;
  const parts = [
    `${name}: ${size}`,
    ...(type === undefined
      ? []
      : [type === 'uint8' && (shape?.length ?? 0) > 1 ? 'uint8, shown divided by 255' : type]),
    ...(notFinite > 0 ? [`${notFinite} NaN or infinite`] : []),
    ...(looked < examples ? [`${looked} of them read`] : []),
  ];
  return parts.join(', ');
}

function whole({ numbers, notFinite = 0 }: DataLook): Pick<ColumnLook, 'missing' | 'unique' | 'numbers'> {
  return { missing: notFinite, unique: numbers?.unique ?? 0, numbers };
}

function rowOf({ name, kind, missing, unique, numbers, dates, categories, date }: ColumnLook): string[] {
  const facts = [name, date === undefined ? kind : 'date', `${missing || ''}`, `${unique}`];
  if (dates) return [...facts, '', dates[0], '', '', '', dates[1], '', '', bars(numbers?.histogram)];
  if (numbers && !(kind === 'binary' && categories)) {
    const { zeros, minimum, quantiles, maximum, mean, deviation, histogram } = numbers;
    const [, lower, median, upper] = quantiles;
    const statistics = [minimum, lower, median, upper, maximum, mean, deviation].map(short);
    return [...facts, `${zeros || ''}`, ...statistics, bars(histogram)];
  }
  const firstCategories = (categories ?? []).slice(0, kind === 'text' ? 2 : MOST_CATEGORIES);
  const categoryTexts = firstCategories.map((category) =>
    kind === 'text' ? shortened(category.name) : `${shortened(category.name)}: ${category.count}`,
  );
  const others = unique - firstCategories.length;
  return [
    ...facts,
    ...new Array<string>(8).fill(''),
    [...categoryTexts, ...(others > 0 ? [`${others} more`] : [])].join(', '),
  ];
}

const levels = [...'▁▂▃▄▅▆▇█'];

/** Returns a histogram as one bar a character; a space is none. */
function bars(histogram: Histogram | undefined): string {
  if (!histogram) return '';
  const most = Math.max(...histogram.counts);
  return histogram.counts
    .map((count) => (count === 0 ? ' ' : itemAt(levels, Math.ceil((count / most) * levels.length) - 1)))
    .join('')
    .replaceAll(' ', '·');
}

const short = (value: number): string => `${Number(value.toPrecision(4))}`;
const shortened = (text: string): string => (text.length > 20 ? `${text.slice(0, 17)}...` : text);
