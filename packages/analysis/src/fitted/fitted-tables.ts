import { itemAt } from '@helmholtz/base';
import { sizeOf } from '@helmholtz/core';
import {
  type Fitted,
  type FittedArray,
  type FittedColumn,
  type FittedTable,
  share,
} from '@helmholtz/datasets';
import type { FittedSummary } from '@helmholtz/report';

import { table } from '../evaluation/table.js';

/** Rows of a table for people. */
const MOST_ROWS = 50;

/** Categories that are named. */
const MOST_CATEGORIES = 6;

/**
 * Returns the parameters fitted to training data as in the report: facts, and a table with a row
 * for each column.
 *
 * @example
 * ```ts
 * import { fittedSummary } from '@helmholtz/analysis';
 * import { fitTable, parseTable } from '@helmholtz/datasets';
 *
 * const fitted = fitTable(parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv'));
 * const [, ward] = fittedSummary(fitted).rows;
 * console.log(ward); // [ 'ward', 'categorical', '', '', '', '', '', 'a, b' ]
 * ```
 */
export function fittedSummary(fitted: Fitted): FittedSummary {
  return fitted.form === 'table' ? ofTable(fitted) : ofArray(fitted);
}

/**
 * Returns the parameters fitted to training data as text.
 *
 * @example
 * ```ts
 * import { fittedText } from '@helmholtz/analysis';
 * import { arrayDataset, fitArray } from '@helmholtz/datasets';
 *
 * const train = arrayDataset({ name: 'train', shape: [1], data: [[1], [3]] });
 * const text = fittedText(fitArray(train, { method: 'standard', by: 'element' }));
 * console.log(text.split('\n')[0]); // Training examples  2
 * ```
 */
export function fittedText(fitted: Fitted): string {
  const { facts, header, rows, more } = fittedSummary(fitted);
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  const lines = Object.entries(facts).map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  return [lines.join('\n'), table(header, rows) + (more === undefined ? '' : `\n${more}`)].join('\n\n');
}

function ofTable({ examples, columns, label, identifiers, ignored, ...beside }: FittedTable): FittedSummary {
  const { exposures = [], offsets = [], conditions = [] } = beside;
  const holes = columns.some(({ missing }) => missing);
  const listOf = (names: readonly string[]): string => names.join(', ');
  return {
    facts: {
      'Training rows': String(examples),
      ...(label ? { Label: `${label.name}: ${listOf(label.classNames)}` } : {}),
      ...(label?.missing ? { 'Missing labels': share(label.missing, examples) } : {}),
      ...(identifiers.length > 0 ? { Identifiers: listOf(identifiers) } : {}),
      ...(exposures.length > 0 ? { Exposures: listOf(exposures) } : {}),
      ...(offsets.length > 0 ? { Offsets: listOf(offsets) } : {}),
      ...(conditions.length > 0 ? { Conditions: listOf(conditions.map(({ name }) => name)) } : {}),
      ...(ignored.length > 0 ? { Ignored: listOf(ignored) } : {}),
    },
    header: [...tableHeader, ...(holes ? ['missing'] : [])],
    ...limited(
      columns.map((column) => [
        ...rowOf(column),
        ...(holes ? [column.missing ? share(column.missing, examples) : ''] : []),
      ]),
    ),
  };
}

const tableHeader = [
  'column',
  'kind',
  'standardize',
  'mean',
  'deviation',
  'minimum',
  'maximum',
  'categories',
];

function rowOf(column: FittedColumn): string[] {
  if (column.kind === 'constant') return [column.name, column.kind, '', '', '', '', '', column.text];
  if (column.kind === 'categorical' || column.kind === 'ordinal') {
    const { name, kind, categories } = column;
    const firstCategories = categories.slice(0, MOST_CATEGORIES).join(', ');
    const others = categories.length - MOST_CATEGORIES;
    return [
      name,
      kind,
      '',
      '',
      '',
      '',
      '',
      others > 0 ? `${firstCategories} and ${others} more` : firstCategories,
    ];
  }
  const { name, kind, summary } = column;
  const { mean, deviation, minimum, maximum } = summary;
  const numbers = [mean, deviation, minimum, maximum].map(short);
  return [name, kind, column.kind === 'real' ? column.standardize : '', ...numbers, ''];
}

function ofArray(fitted: FittedArray): FittedSummary {
  const { examples, shape, standardize, center, scale, summary, elements, classNames, others = {} } = fitted;
  const { missing, padded } = fitted;
  const size = sizeOf(shape);
  const holes = (count: number | undefined, total: number): string[] =>
    missing ? [count ? share(count, total) : ''] : [];
  const { method, by } = standardize;
  const sharedScaling =
    center?.length === 1 ? ` (center ${short(itemAt(center, 0))}, scale ${short(itemAt(scale!, 0))})` : '';
  const summaryRow = [
    'all elements',
    ...[summary.mean, summary.deviation, summary.minimum, summary.maximum].map(short),
    ...holes(missing?.count, examples * size),
  ];
  const each = elements?.means.map((mean, index) => [
    `element ${index}`,
    ...[mean, itemAt(elements.deviations, index)].map(short),
    '',
    '',
    ...holes(missing?.elements?.[index], examples),
  ]);
  const beside = Object.entries(others).map(([name, { summary: own }]) => [
    name,
    ...[own.mean, own.deviation, own.minimum, own.maximum].map(short),
    ...holes(undefined, 1),
  ]);
  return {
    facts: {
      'Training examples': String(examples),
      Shape: `[${shape.join(', ')}]`,
      Standardize: method === 'none' ? 'none' : `${method}, by ${by}${sharedScaling}`,
      ...(padded
        ? {
            'Padded steps': `${share(padded.count, padded.total)}, lengths from ${padded.shortest} to ${padded.longest}`,
          }
        : {}),
      ...(classNames ? { Classes: classNames.join(', ') } : {}),
    },
    header: ['numbers', 'mean', 'deviation', 'minimum', 'maximum', ...(missing ? ['missing'] : [])],
    ...limited([summaryRow, ...beside, ...(shape.length === 1 && each ? each : [])]),
  };
}

function limited(rows: readonly string[][]): Pick<FittedSummary, 'rows' | 'more'> {
  const hiddenCount = rows.length - MOST_ROWS;
  if (hiddenCount <= 0) return { rows };
  return { rows: rows.slice(0, MOST_ROWS), more: `... and ${hiddenCount} more in fitted.json.` };
}

const short = (value: number): string => `${Number(value.toPrecision(5))}`;
