import test from 'ava';

import { applyTable } from '../fitted/apply-table.js';
import { fitTable } from '../fitted/fit-table.js';
import { completeTable } from './complete-table.js';
import { parseTable } from './table.js';

test('a category that a spreadsheet would run is filled in as text, and read again as it is', (t) => {
  const table = parseTable("age,change\n40,'=1+1\n,'-up\n39,\n", 'rows.csv');
  const fitted = fitTable(table);
  const dataset = applyTable(fitted, table, 'rows');
  const rows = [
    ['40', '=1+1'],
    ['41', '-up'],
    ['39', '-up'],
  ];
  const text = completeTable(dataset, [rows], { stacked: false })!;
  t.is(text, "age,change\n40,'=1+1\n41,'-up\n39,'-up\n");
  t.deepEqual(
    parseTable(text, 'rows.csv')
      .cells('change')
      .map((cell) => cell.text),
    ['=1+1', '-up', '-up'],
  );
});
