import test from 'ava';

import { parseTable } from '../csv/table.js';
import { applyTable, invertTable } from './apply-table.js';
import { fitTable } from './fit-table.js';
import { parseFitted, writeFitted } from './fitted-file.js';

const shares = parseTable('share\n0.000\n0.250\n1.000\n0.500\n', 'train.csv');
const squeeze = { likelihood: 'beta', standardize: 'squeeze' } as const;

test('shares of 0 and 1 move inside as Smithson and Verkuilen have it, and are written back', (t) => {
  const fitted = fitTable(shares, { columns: { share: squeeze } });
  const values = new Float32Array(4);
  applyTable(fitted, shares, 'train').read([0, 1, 2, 3], values, { next: () => 0 });
  // (y (n - 1) + 0.5) / n with n = 4.
  t.deepEqual(values, Float32Array.of(0.125, 0.3125, 0.875, 0.5));
  t.deepEqual(invertTable(fitted, values), [['0'], ['0.25'], ['1'], ['0.5']]);
  // Draws nearer to 0 and 1 than any training row stay shares.
  t.deepEqual(invertTable(fitted, Float32Array.of(0.01, 0.99)), [['0'], ['1']]);
  t.deepEqual(parseFitted(writeFitted(fitted), 'fitted.json'), fitted);
});

test('declared bounds are the range of shares in per cent', (t) => {
  const table = parseTable('share\n0\n25.5\n100\n50\n', 'train.csv');
  const fitted = fitTable(table, { columns: { share: { ...squeeze, bounds: [0, 100] } } });
  const values = new Float32Array(4);
  applyTable(fitted, table, 'train').read([0, 1, 2, 3], values, { next: () => 0 });
  t.deepEqual(values, Float32Array.of(0.125, 0.31625, 0.875, 0.5));
});

test('throws a data error that names the cell of a share beyond its range, with the mend', (t) => {
  const table = parseTable('share\n0.5\n25.5\n1\n', 'train.csv');
  t.throws(() => fitTable(table, { columns: { share: squeeze } }), {
    message: 'train.csv, row 2 (line 3), column "share" is "25.5", and a share from 0 to 1 was expected.',
  });
});

test('an element knows its cell in the file', (t) => {
  const table = parseTable('ward,share\na,0.5\nb,1.000\n', 'train.csv');
  const dataset = applyTable(fitTable(table, { columns: { share: squeeze } }), table, 'train');
  t.like(dataset.written?.(1, 2), { place: 'train.csv, row 2 (line 3), column "share"', text: '1.000' });
});
