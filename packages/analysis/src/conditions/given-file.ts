import { type Files, HelmholtzError, nameOf, nearest, platform, itemAt } from '@helmholtz/base';
import { readExamples, sizeOf } from '@helmholtz/core';
import { npyDataset, parseTable, readNpy } from '@helmholtz/datasets';

import { indicesOf } from '../generating/indices.js';
import { type ConditionInput, elementsOf } from './condition-input.js';
import type { Cell } from './given-value.js';

/**
 * Reads values of a condition from a file, one for each example: an array of examples along its
 * first axis, or a table with a column of the name of the input.
 *
 * @returns elements in the units of the data, one array for each example.
 * @throws HelmholtzError (`usage`, `data`) that names the file and the row of a wrong value.
 */
export async function valuesOfFile(
  path: string,
  input: ConditionInput,
  files: Files = platform.files,
): Promise<readonly Float32Array[]> {
  if ((await files.stat(path))?.kind !== 'file') {
    throw new HelmholtzError('usage', `There is no file ${path}, which was given for "${input.name}".`, {
      hint: 'The path behind @ is relative to the current folder.',
    });
  }
  if (/\.npy$/i.test(path)) return valuesOfArray(path, input, files);
  if (/\.[ct]sv$/i.test(path)) return valuesOfTable(path, input, files);
  throw new HelmholtzError('usage', `${path}, which was given for "${input.name}", has an unknown format.`, {
    hint: 'Values of conditions are read from .npy and .csv files.',
  });
}

async function valuesOfArray(path: string, input: ConditionInput, files: Files): Promise<Float32Array[]> {
  const name = nameOf(path);
  const data = npyDataset({ name, array: await readNpy(path, { files }), bytes: 'numbers' });
  const { values } = readExamples(data, indicesOf(data));
  const length = sizeOf(data.shape);
  return indicesOf(data).map((row) => {
    const numbers = Array.from(values.subarray(row * length, (row + 1) * length));
    const cell = input.kind === 'class' && length > 1 ? oneHotClass(numbers) : numbers;
    return inRow(`${name}, example ${row}`, () =>
      elementsOf(input, input.kind === 'class' && typeof cell !== 'number' ? (cell[0] ?? NaN) : cell),
    );
  });
}

/** The class of a one-hot vector; NaN for any other vector. */
function oneHotClass(numbers: readonly number[]): number {
  const isOneHot = numbers.every((value) => value === 0 || value === 1);
  return isOneHot && numbers.filter((value) => value === 1).length === 1 ? numbers.indexOf(1) : NaN;
}

async function valuesOfTable(path: string, input: ConditionInput, files: Files): Promise<Float32Array[]> {
  const name = nameOf(path);
  const table = parseTable(new TextDecoder().decode(await files.read(path)), name);
  const columns = columnsFor(input, table.columns, name).map((column) => table.cells(column));
  return Array.from({ length: table.size }, (_, row) => {
    const cells = columns.map((column) => itemAt(column, row));
    return inRow(itemAt(cells, 0).place, () => elementsOf(input, cellOf(cells.map(({ text }) => text))));
  });
}

function cellOf(texts: readonly string[]): Cell {
  const [first = ''] = texts;
  return texts.length === 1 ? first : texts.map((text) => (text === '' ? NaN : Number(text)));
}

/** A column of the input's name, one column for each element, or the only column. */
function columnsFor(
  { name, column, shape, kind }: ConditionInput,
  columns: readonly string[],
  file: string,
): readonly string[] {
  const namedColumn = columns.find((each) => each === name || each === column);
  if (namedColumn !== undefined) return [namedColumn];
  if (columns.length === 1 || (kind !== 'class' && columns.length === sizeOf(shape))) return columns;
  throw new HelmholtzError('data', `${file} has no column "${column}" with values of the input "${name}".`, {
    hint: nearest(column, columns),
  });
}

/** Names the place of a wrong value. */
function inRow<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HelmholtzError)) throw error;
    throw new HelmholtzError('data', `${place}: ${error.message}`, { hint: error.hint ?? '', cause: error });
  }
}
