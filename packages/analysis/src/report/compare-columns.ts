import { conditionsOf, readExamples } from '@helmholtz/core';
import { type FittedTable, timeOfDate } from '@helmholtz/datasets';
import type { ComparedColumn, ComparedColumns } from '@helmholtz/report';

import { rowsAsText } from '../files/rows-as-text.js';
import { dataVariableProblem } from '../generating/data-variable.js';
import { sample } from '../generating/sample.js';
import { samplesProblem } from '../generating/sample-draws.js';
import type { TrainedRun } from '../run/trained-run.js';

const MOST_ROWS = 1000;

/**
 * Compares the columns of the test rows of a table with those of samples; undefined for other data,
 * and for a model that can't be sampled without conditions or exposures.
 */
export async function compareColumns(run: TrainedRun): Promise<ComparedColumns | undefined> {
  const { model, test } = run;
  const { fitted } = test;
  const columns = test.columns?.filter(({ size }) => size > 0);
  if (!columns || fitted?.form !== 'table' || test.size === 0) return undefined;
  if (dataVariableProblem(model, test) !== undefined || samplesProblem(model) !== undefined) return undefined;
  const scaled = [...(fitted.exposures ?? []), ...(fitted.offsets ?? [])];
  if (conditionsOf(model).length > 0 || scaled.length > 0) return undefined;
  const count = Math.min(test.size, MOST_ROWS);
  const { examples } = await sample(run, { count, pixels: 'draws' });
  const real = readExamples(
    test,
    Array.from({ length: count }, (_, index) => index),
  );
  const [rows, generated] = [real, examples].map((each) => rowsAsText(columns, each));
  return {
    columns: columns.map(({ name }, index) => {
      const cells = (cellRows: readonly (readonly string[])[] = []): string[] =>
        cellRows.map((row) => row[index] ?? '');
      return compared(name, fitted, cells(rows), cells(generated));
    }),
  };
}

function compared(
  name: string,
  fitted: FittedTable,
  real: readonly string[],
  generated: readonly string[],
): ComparedColumn {
  const column = fitted.columns.find((each) => each.name === name);
  if (column?.kind === 'count' || column?.kind === 'real') {
    const date = column.kind === 'real' ? column.date : undefined;
    const numbers = (cells: readonly string[]): number[] =>
      cells.map((cell) => (cell === '' ? NaN : date === undefined ? Number(cell) : timeOfDate(cell, date)));
    const isTime = date === undefined ? {} : { isTime: true };
    return { name, numbers: { real: numbers(real), generated: numbers(generated) }, ...isTime };
  }
  const share = (cells: readonly string[], category: string): number =>
    cells.filter((cell) => cell === category).length /
    Math.max(cells.filter((cell) => cell !== '').length, 1);
  const names = [...new Set([...real, ...generated])].filter((category) => category !== '').sort();
  return {
    name,
    categories: names.slice(0, 12).map((category) => ({
      name: category,
      real: share(real, category),
      generated: share(generated, category),
    })),
  };
}
