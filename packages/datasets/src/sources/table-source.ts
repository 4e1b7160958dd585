import { HelmholtzError, platform, type Files } from '@helmholtz/base';

import { type CsvDialect, plainDialect } from '../csv/dialect.js';
import type { Table } from '../csv/table.js';
import { absentPart, type Dataset } from '../dataset.js';
import { codesOf } from '../missing-values.js';
import { findLocal } from '../files/local-file.js';
import { applyTable } from '../fitted/apply-table.js';
import { fitTable } from '../fitted/fit-table.js';
import type { ColumnKinds, Fitted, FittedTable } from '../fitted/fitted.js';
import { columnMethod } from '../fitted/standardize-option.js';
import { tableReader } from '../tables/read-table-file.js';
import { seriesFilesPair, seriesPair } from './series-source.js';
import { ownValidation, refuseOtherValidation } from './own-validation.js';
import { splitTable } from '../tables/split-table.js';
import type { DatasetSource, SourceOptions } from './source.js';

interface TableSourceOptions<Name extends string> {
  readonly name: Name;
  readonly description: string;
  /** Ends of the names of its files, the usual one first. */
  readonly extensions: readonly [string, ...string[]];
}

/**
 * Returns a source of tables in a folder: one file of the training rows, one of the test rows, and
 * one of validation rows if it is there.
 */
export function tableSource<Name extends string>({
  name,
  description,
  extensions,
}: TableSourceOptions<Name>): DatasetSource<Name> {
  return {
    name,
    description,
    takesColumns: true,
    takes: ['testShare', 'split', 'series', 'window'],
    async load({ dataDir, columns, dialect, missing, weights, standardize, fitted: given, ...common }) {
      const { testShare, series, window } = common;
      const split = series?.id === undefined ? common.split : { by: series.id, ...common.split };
      const [extension] = extensions;
      if (dataDir === undefined) {
        throw new HelmholtzError('usage', `The data set "${name}" takes a folder, and none was given.`, {
          hint: `Give the folder of train${extension} and test${extension}: --data-dir <folder>, or dataDir in the data of a spec.`,
        });
      }
      const { files = platform.files, signal, onChange, onRead } = common;
      const ofSeries = given?.form === 'array' && given.series?.table ? given : undefined;
      const known = given && !ofSeries ? tableOf(given) : undefined;
      checkSeries(series, { window, ofSeries });
      const missingCodes = given ? given.missingCodes : codesOf(missing);
      const { folder, present } = (await onlyFile(files, dataDir, extensions)) ?? {
        folder: dataDir,
        present: await partsIn(files, dataDir, extensions),
      };
      const rule = { name, declared: series ?? {}, columns, window, known: ofSeries };
      if ((series ?? ofSeries) && Object.keys(present).length === 0) {
        return seriesFilesPair(folder, { ...rule, ...common, files, dialect, missing: missingCodes });
      }
      const read = async (part: Part, likely?: CsvDialect): Promise<Table> => {
        const candidates = extensions.map((each) => `${part}${each}`) as [string, ...string[]];
        const found = present[part] ?? candidates;
        const path = await findLocal(files, folder, found, otherwise(extension));
        const file = path.slice(path.lastIndexOf('/') + 1);
        const report = { signal, onChange, onRead };
        const options = { name: file, files, ...report, likely, missing: missingCodes, ...dialect };
        const reader = tableReader(path);
        if (!reader) throw new Error(`No reader of ${path}.`);
        return reader(path, options);
      };
      // A trained model can be applied to test rows without the training rows.
      if (known && !present.train) {
        const likely = known.dialect ?? plainDialect;
        const test = applyTable(known, await read('test', likely), `${name}/test`);
        return {
          train: absentPart(`${name}/train`, test, () => absent(dataDir, `train${extension}`)),
          test,
        };
      }
      const whole = await read('train');
      checkRule(dataDir, present, { split: common.split, testShare });
      const date = dateOf(columns, split?.by);
      const parts = present.test ? undefined : splitTable(whole, { ...split, testShare, date });
      const train = parts?.train ?? whole;
      const test = parts?.test ?? (await read('test', train.dialect));
      const own = present.validation && (await read('validation', train.dialect));
      const validation = own ?? parts?.validation;
      if (parts && !given) onChange?.(parts.line);
      if (series || ofSeries) {
        return seriesPair({ train, validation, test }, rule);
      }
      const fitted =
        known ??
        fitTable(train, { columns, standardize: columnMethod(standardize), missingCodes, weights, onRead });
      const apply = (part: Part, rows: Table): Dataset => applyTable(fitted, rows, `${name}/${part}`, onRead);
      if (own && !known) onChange?.(ownValidation(own.name, own.size));
      return {
        train: apply('train', train),
        ...(validation ? { validation: apply('validation', validation) } : {}),
        test: apply('test', test),
      };
    },
  };
}

/** @throws HelmholtzError (`usage`) for windows of rows that are no series. */
function checkSeries(
  series: SourceOptions['series'],
  { window, ofSeries }: Pick<SourceOptions, 'window'> & { readonly ofSeries: unknown },
): void {
  if (window === undefined || series !== undefined || ofSeries !== undefined) return;
  throw new HelmholtzError('usage', 'data.window cuts series, and data.series is not given.', {
    hint: 'Name the columns of the series and of their order: series: { id: patient, time: day }; or {} for one long series.',
  });
}

/** @throws HelmholtzError (`usage`) for a rule beside parts of their own. */
function checkRule(
  folder: string,
  { test, validation }: Partial<Record<Part, unknown>>,
  { split, testShare }: Pick<SourceOptions, 'split' | 'testShare'>,
): void {
  const option = testShare === undefined ? split && 'split' : 'testShare';
  const wrong = test
    ? option
    : validation && split?.validation !== undefined
      ? 'split.validation'
      : undefined;
  if (wrong === undefined) return;
  throw new HelmholtzError(
    'usage',
    `${folder} has a ${test ? 'test' : 'validation'} set of its own, and data.${wrong} is given.`,
    { hint: `Leave ${wrong} out, or move that file to another folder.` },
  );
}

/** The declared pattern of the dates of a column. */
function dateOf(columns: ColumnKinds = {}, by: string | undefined): string | undefined {
  const declared = by !== undefined && Object.hasOwn(columns, by) ? columns[by] : undefined;
  return typeof declared === 'object' ? declared.date : undefined;
}

type Part = 'train' | 'validation' | 'test';

/** All rows in one file, which is given instead of a folder. */
async function onlyFile(
  files: Files,
  path: string,
  extensions: readonly string[],
): Promise<{ readonly folder: string; readonly present: Partial<Record<Part, [string]>> } | undefined> {
  const isTable = extensions.some((extension) => path.endsWith(extension));
  if (!isTable || (await files.stat(path))?.kind !== 'file') return undefined;
  const [, folder = '.', name = path] = /^(.*)[/\\](.*)$/.exec(path) ?? [];
  return { folder: folder || '/', present: { train: [name] } };
}

/**
 * Returns the file of each part that is there.
 *
 * @throws HelmholtzError (`data`) for two files of one part: one of them would be read, unseen.
 */
async function partsIn(
  files: Files,
  folder: string,
  extensions: readonly string[],
): Promise<Partial<Record<Part, [string]>>> {
  // A folder that is missing is reported with its first table.
  const names = new Set(await files.list(folder).catch(() => []));
  refuseOtherValidation(folder, names, extensions);
  const found = (part: Part | 'data'): Partial<Record<Part | 'data', [string]>> => {
    const [first, second] = extensions.map((each) => `${part}${each}`).filter((each) => names.has(each));
    if (first !== undefined && second !== undefined) {
      throw new HelmholtzError('data', `${folder} has ${first} and ${second}.`, {
        hint: 'Keep one file of each part, and move the other to another folder.',
      });
    }
    return first === undefined ? {} : { [part]: [first] };
  };
  const parts = { ...found('train'), ...found('validation'), ...found('test') };
  if (parts.train || parts.test) return parts;
  // All rows in one file.
  const { data } = found('data');
  return data ? { ...parts, train: data } : parts;
}

function otherwise(extension: string): string {
  return extension === '.csv' ? ', with a row of names above the examples' : '';
}

function tableOf(fitted: Fitted): FittedTable {
  if (fitted.form === 'table') return fitted;
  throw new HelmholtzError(
    'data',
    'The values fitted to the training data belong to arrays, but the data are a table.',
    {
      hint: 'The fitted.json of the run does not belong to its spec.',
    },
  );
}

function absent(folder: string, file: string): HelmholtzError {
  return new HelmholtzError('data', `There is no ${file} in ${folder}.`, {
    hint: 'Put it there, or choose the test set.',
  });
}
