import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { parseTable } from '../csv/table.js';
import { fitTable, type FitTableOptions } from './fit-table.js';
import { invertTable } from './apply-table.js';
import { numberText } from './number-text.js';

/** The texts that a column of these cells writes for numbers in its units. */
function written(
  cells: readonly string[],
  values: readonly number[],
  options: FitTableOptions = {},
): string[] {
  const fitted = fitTable(parseTable(`x\n${cells.join('\n')}\n`, 'train.csv'), options);
  const [column] = fitted.columns;
  const { center, scale } = column?.kind === 'real' ? column : { center: 0, scale: 1 };
  const elements = Float32Array.from(values, (value) => (value - center) / scale);
  return invertTable(fitted, elements).map(([text]) => text!);
}

test('numbers have as many decimals as their column', (t) => {
  t.deepEqual(written(['40.5', '60', '-1'], [40.4567, 3.96, 7]), ['40.5', '4', '7']);
  t.deepEqual(written(['1987', '1990', '-5'], [1988.4], { columns: { x: 'real' } }), ['1988']);
  t.deepEqual(written(['1e-9', '2e-9', '-4e-9'], [1.25e-9]), ['1.25e-9']);
});

test('positive columns stay positive, and columns without negative numbers stay so', (t) => {
  t.deepEqual(written(['0.5', '2.5', '40'], [-3, 0.01, 12.34]), ['0.1', '0.1', '12.3']);
  t.deepEqual(written(['0', '2.5', '40'], [-3, 0.01]), ['0', '0']);
  t.deepEqual(written(['-1.5', '2.5'], [-30.04]), ['-30']);
});

test('numbers are within declared or observed bounds', (t) => {
  const bounded = (bounds: 'observed' | [number | null, number | null], kind: 'real' | 'count' = 'real') =>
    written(['10', '50', '90'], [-7, 45, 130], { columns: { x: { kind, bounds } } });
  t.deepEqual(bounded([0, 120]), ['0', '45', '120']);
  t.deepEqual(bounded([0, null]), ['0', '45', '130']);
  t.deepEqual(bounded('observed'), ['10', '45', '90']);
  t.deepEqual(bounded([0, 100], 'count'), ['0', '45', '100']);
});

test('throws an error for training cells beyond the bounds, and for bounds of other kinds', (t) => {
  const beyond = t.throws(
    () => written(['10', '130'], [], { columns: { x: { kind: 'real', bounds: [0, 120] } } }),
    {
      instanceOf: HelmholtzError,
    },
  );
  t.is(
    beyond.message,
    'train.csv, row 2 (line 3), column "x" is "130", and a number from 0 to 120 was expected.',
  );
  t.throws(() => written(['a', 'b'], [], { columns: { x: { kind: 'categorical', bounds: [0, 1] } } }), {
    message: 'The column "x" is categorical, and has no bounds.',
  });
});

test('no decimals without a number of them', (t) => {
  t.is(numberText(1 / 3, { summary: { minimum: -1 } }), '0.3333333');
});
