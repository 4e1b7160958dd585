import { HelmholtzError, itemAt } from '@helmholtz/base';
import { type Examples, impute as imputeValues, readExamples } from '@helmholtz/core';
import {
  completeTable,
  type Dataset,
  encodeNpy,
  type FittedColumn,
  invertFitted,
  isMissing,
} from '@helmholtz/datasets';

import { missingLabels } from '../run/choose-missing.js';
import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, type WorkOptions } from '../run/work-options.js';
import { dataVariable } from './data-variable.js';
import { indicesOf, requireExamples } from './indices.js';
import { paddingOf } from './without-padding.js';

export interface ImputeRunOptions extends WorkOptions {
  /** Examples with missing values; the test set by default. */
  readonly data?: Dataset | undefined;
  /** Number of completed data sets that are drawn; the mean by default. */
  readonly draws?: number | undefined;
  /** Draws of the latents for each example; 100 by default. */
  readonly importanceSamples?: number | undefined;
  /** Seed of the draws; the run's by default. */
  readonly seed?: number | undefined;
}

export interface Completed {
  readonly data: Dataset;
  /** The mean, or each draw: examples in the units of the model, whose observed values are kept. */
  readonly completions: readonly Examples[];
  /** Number of values that were filled in, in each. */
  readonly filled: number;
  /** Number of examples without a class, which stays missing. */
  readonly missingLabels: number;
  /** Contents of a file: the completed table as text, or the arrays as .npy. */
  readonly file: string | Uint8Array;
}

/**
 * Fills in missing values of examples, by their mean given the observed values or by draws.
 *
 * @throws HelmholtzError (`usage`) for data without missing values, or a model that generates no
 *   such examples.
 *
 * @example
 * ```ts
 * import { impute } from '@helmholtz/analysis';
 * import { applyFitted, fitTable, parseTable } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const table = parseTable('age,dose\n40.5,1.5\n,2.5\n39.5,3.5\n', 'rows.csv');
 * const test = applyFitted(fitTable(table), { table }, 'rows');
 * const assembly = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [2], missing: 'indicator' },
 *   latents: [{ name: 'z', size: 1 }],
 *   networks: { recognition: [], generative: [] },
 *   likelihood: 'normal',
 * });
 * const { filled, file } = await impute({ ...assembly, train: test, test });
 * console.log(filled, String(file).split('\n')[1]); // 1 40.5,1.5
 * ```
 */
export async function impute(run: TrainedRun, options: ImputeRunOptions = {}): Promise<Completed> {
  const { model, spec, test } = run;
  const { data = test, draws = 0, importanceSamples: samples, seed = spec.seed, signal } = options;
  requireExamples(data);
  const variable = dataVariable(model, data);
  const original = readExamples(data, indicesOf(data));
  const padding = paddingOf(data, original);
  const filled = original.values.filter((value, at) => Number.isNaN(value) && !padding[at]).length;
  const constant = missingConstants(data);
  const labels = missingLabels(data.labels);
  if (filled + constant === 0) {
    const steps = data.padded ? ' Padded steps are not imputed.' : '';
    const classes = labels > 0 ? ` ${labels} labels are missing, which are not imputed.` : '';
    throw new HelmholtzError('usage', `${data.name} has no missing values.${steps}${classes}`, {
      hint: 'A cell of a table is missing if it is empty, NA, NaN, null or ?, or if data.missing of the spec lists it. A value of an array is missing if it is NaN or its mask is 0.',
    });
  }
  const onProgress = reportTask(options, `filling in ${data.name} (${data.size} examples)`);
  const completions = await imputeValues(model, { data, variable, samples, draws, seed, signal, onProgress });
  return {
    data,
    completions,
    filled: (data.missing?.count ?? filled) + constant,
    missingLabels: labels,
    file: tableOf(data, completions, draws > 0) ?? arraysOf(data, original, completions, draws > 0),
  };
}

/** Missing cells of columns that are constant in training, and have its value. */
function missingConstants({ fitted, table }: Dataset): number {
  if (fitted?.form !== 'table' || !table) return 0;
  return fitted.columns
    .filter(
      (column) => column.kind === 'constant' && column.text !== '' && table.columns.includes(column.name),
    )
    .reduce((sum, { name }) => sum + table.cells(name).filter(({ text }) => isMissing(text)).length, 0);
}

function tableOf(data: Dataset, completions: readonly Examples[], stacked: boolean): string | undefined {
  const { fitted } = data;
  if (fitted?.form !== 'table') return undefined;
  const rows = completions.map(({ values }) => {
    const inverted = invertFitted(fitted, values);
    return 'rows' in inverted ? inverted.rows.map((cells) => cells.map(asColumn(fitted.columns))) : [];
  });
  return completeTable(data, rows, { stacked });
}

/** A mean is written as cells of its column are: whole numbers, and as many decimals. */
function asColumn(columns: readonly FittedColumn[]): (text: string, position: number) => string {
  return (text, position) => {
    const column = itemAt(columns, position);
    const value = Number(text);
    if (column.kind !== 'real' && column.kind !== 'count' && column.kind !== 'binary') return text;
    if (Number.isNaN(value)) return text;
    if (column.kind === 'real')
      return column.decimals === undefined || column.date !== undefined
        ? text
        : value.toFixed(column.decimals);
    const rounded = Math.round(value);
    return column.words ? column.words[rounded === 1 ? 1 : 0] : `${rounded}`;
  };
}

/** [examples, ...shape], or [draws, examples, ...shape]; observed values to the bit. */
function arraysOf(
  data: Dataset,
  { values: known }: Examples,
  completions: readonly Examples[],
  stacked: boolean,
): Uint8Array {
  const raw = data.unstandardized ? readExamples(data.unstandardized, indicesOf(data)).values : known;
  const padding = paddingOf(data, { values: known });
  const arrays = new Float32Array(completions.length * known.length);
  completions.forEach(({ values }, index) => {
    const inverted = data.fitted ? invertFitted(data.fitted, values) : { values };
    const numbers = 'values' in inverted ? inverted.values : values;
    arrays.set(
      numbers.map((value, at) => (Number.isNaN(known[at]) && !padding[at] ? value : raw[at]!)),
      index * known.length,
    );
  });
  const shape = [data.size, ...data.shape];
  return encodeNpy({ shape: stacked ? [completions.length, ...shape] : shape, data: arrays });
}
