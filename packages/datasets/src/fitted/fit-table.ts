import { HelmholtzError, nearest } from '@helmholtz/base';

import { isPlain } from '../csv/dialect.js';
import type { ReadProgress } from '../csv/read-table.js';
import type { Table } from '../csv/table.js';
import { type ColumnKind, inferKind, isModelled, type ModelledKind } from './column-kind.js';
import { columnProgress } from './column-progress.js';
import { fitConstant } from './constant-column.js';
import { kindFor, methodOf } from './by-likelihood.js';
import { fitCategories, isNames, presentCells } from './categories.js';
import { fitColumn } from './fit-column.js';
import type { ColumnKinds, ColumnOptions, FittedLabel, FittedTable } from './fitted.js';
import type { StandardizeMethod } from './standardize.js';

export interface FitTableOptions {
  /** Kinds of columns, by name, that differ from the detected ones. */
  readonly columns?: ColumnKinds | undefined;
  /** Standardization of real columns; `standard` by default. */
  readonly standardize?: StandardizeMethod | undefined;
  /** Column of the weights of rows, which is not modelled. */
  readonly weights?: string | undefined;
  /** Declared texts of missing values, which rows read later have, too. */
  readonly missingCodes?: readonly string[] | undefined;
  /** Called while the columns of a large table are fitted. */
  readonly onRead?: ((progress: ReadProgress) => void) | undefined;
}

/**
 * Fits a table to its training rows: the kind of each column, means and deviations of real numbers,
 * categories, classes.
 *
 * @throws HelmholtzError (`data`) that names the row and column of a cell that is not of its kind;
 * (`usage`) for a column that the table does not have, two labels, or nothing left to model.
 *
 * @example
 * ```ts
 * import { fitTable, parseTable } from '@helmholtz/datasets';
 *
 * const train = parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv');
 * const [age, ward] = fitTable(train).columns;
 * console.log(age?.kind === 'real' && age.center, ward?.kind); // 50.5 categorical
 * ```
 */
export function fitTable(table: Table, options: FitTableOptions = {}): FittedTable {
  const { columns: declared = {}, standardize = 'standard', missingCodes = [], weights, onRead } = options;
  checkNames(table, { ...declared, ...(weights === undefined ? {} : { [weights]: 'ignored' }) });
  const optionsOf = (name: string): ColumnOptions | undefined => {
    const declaration = Object.hasOwn(declared, name) ? declared[name] : undefined;
    return typeof declaration === 'string' ? { kind: declaration } : declaration;
  };
  const named = (kind: string): string[] => table.columns.filter((name) => optionsOf(name)?.kind === kind);
  const report = columnProgress(table, `columns of ${table.name}`, onRead);
  const names = named('identifier');
  const columns = table.columns.flatMap((name, position) => {
    report(position);
    if (name === weights) return [];
    const declaration = optionsOf(name);
    if (!declaration?.kind || isModelled(declaration.kind)) refuseNested(table, name);
    const { kind: declaredKind, ...options } = declaration ?? {};
    if (!declaration?.kind || isModelled(declaration.kind)) {
      const constant = fitConstant(name, table.cells(name), declaration);
      if (constant) return [constant];
    }
    const inferred = (): ModelledKind =>
      kindFor(options.likelihood, inferKind(table.cells(name), table.textColumns?.has(name)));
    const kind = declaredKind ?? inferred();
    const isInferred = declaredKind === undefined && options.categories === undefined;
    if (isInferred && kind === 'categorical' && isNames(table.cells(name))) {
      names.push(name);
      return [];
    }
    checkOptions(name, kind, options);
    if (!isModelled(kind)) return [];
    const method = methodOf(options.likelihood) ?? standardize;
    return [fitColumn(name, kind, table.cells(name), { standardize: method, ...options })];
  });
  if (columns.every(({ kind }) => kind === 'constant')) throw withoutColumns(table, columns.length);
  const [label, second] = named('label');
  if (second !== undefined) {
    throw new HelmholtzError('usage', `"${label}" and "${second}" are both declared as the label.`, {
      hint: 'Declare only one column as the label.',
    });
  }
  const [exposures, offsets] = [named('exposure'), named('offset')];
  const conditions = named('condition').map((name) => {
    const inferred = inferKind(table.cells(name), table.textColumns?.has(name));
    const { categories, standardize: method = standardize } = optionsOf(name) ?? {};
    const kind = categories ? 'categorical' : inferred === 'count' ? 'real' : inferred;
    return fitColumn(name, kind, table.cells(name), { categories, standardize: method });
  });
  return {
    form: 'table',
    examples: table.size,
    columns,
    ...(label === undefined ? {} : { label: fitLabel(table, label, optionsOf(label)?.categories) }),
    identifiers: table.columns.filter((name) => names.includes(name)),
    ignored: named('ignored'),
    ...(missingCodes.length === 0 ? {} : { missingCodes }),
    ...(exposures.length === 0 ? {} : { exposures }),
    ...(offsets.length === 0 ? {} : { offsets }),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(weights === undefined ? {} : { weights }),
    ...(isPlain(table.dialect) ? {} : { dialect: table.dialect }),
  };
}

function withoutColumns({ name, size }: Table, constant: number): HelmholtzError {
  const hint =
    constant === 0
      ? 'All of them are ignored, identifiers, or the label.'
      : size === 1
        ? 'It has only one row. Add training rows.'
        : 'Each of the others has the same value in all rows. Add rows or columns with different values.';
  return new HelmholtzError('usage', `No column of ${name} is left to model.`, { hint });
}

function fitLabel(table: Table, name: string, declared: ColumnOptions['categories']): FittedLabel {
  const cells = table.cells(name);
  const classNames = fitCategories(name, cells, declared);
  const missing = cells.length - presentCells(cells, declared).length;
  const present = new Set(cells.map(({ text }) => text));
  const unseen = classNames.filter((each) => !present.has(each));
  return {
    name,
    classNames,
    ...(unseen.length === 0 ? {} : { unseen }),
    ...(missing === 0 ? {} : { missing }),
  };
}

function checkNames({ name, columns }: Table, declared: ColumnKinds): void {
  const unknown = Object.keys(declared).find((column) => !columns.includes(column));
  if (unknown === undefined) return;
  throw new HelmholtzError('usage', `${name} has no column "${unknown}".`, {
    hint: nearest(unknown, columns),
  });
}

function refuseNested({ name: table, nestedColumns }: Table, name: string): void {
  const type = nestedColumns?.get(name);
  if (type === undefined) return;
  throw new HelmholtzError(
    'data',
    `The column "${name}" of ${table} has the type ${type}: each cell holds several values.`,
    {
      hint: `Write each value into a column of its own, or save the lists as an array (.npy). Leave the column out with: data: { columns: { ${name}: ignored } }.`,
    },
  );
}

function checkOptions(name: string, kind: ColumnKind, options: Omit<ColumnOptions, 'kind'>): void {
  const misfit =
    options.categories && !['categorical', 'ordinal', 'label', 'condition'].includes(kind)
      ? 'categories'
      : options.standardize && kind !== 'real' && kind !== 'condition'
        ? 'standardize'
        : options.date !== undefined && kind !== 'real'
          ? 'date'
          : options.bounds !== undefined && kind !== 'real' && kind !== 'count'
            ? 'bounds'
            : options.likelihood !== undefined && !isModelled(kind)
              ? 'likelihood'
              : undefined;
  if (misfit === undefined) return;
  throw new HelmholtzError('usage', `The column "${name}" is ${kind}, and has no ${misfit}.`, {
    hint: `Leave ${misfit} out, or make it ${misfit === 'categories' ? 'categorical' : misfit === 'bounds' ? 'real or count' : 'real'}.`,
  });
}
