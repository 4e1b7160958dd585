import test from 'ava';

import { encodeCsv } from './encode-csv.js';
import { parseCsv } from './parse-csv.js';
import { parseTable } from './table.js';

test('reads back the cells that it wrote', (t) => {
  const rows = [
    ['name', 'a,b'],
    ['say "no"', 'two\r\nlines'],
    ['', ' '],
    ['1.5', '-2'],
  ];
  const text = encodeCsv(rows);
  t.deepEqual(
    parseCsv(text, 'table.csv').map(({ cells }) => cells),
    rows,
  );
  t.true(text.endsWith('\n1.5,-2\n'), 'quotes only where they are needed');
});

test('writes empty cells as missing values, without quotes', (t) => {
  t.is(
    encodeCsv([
      ['a', '', 'c'],
      ['', '', ''],
      ['', 'x', ''],
    ]),
    'a,,c\n,,\n,x,\n',
  );
  t.is(encodeCsv([['a'], ['']]), 'a\n""\n');
});

test('escapes texts that a spreadsheet would run as formulas, and reads them back', (t) => {
  const cells = ['=1+1', '+cmd', '-x', '@sum', '-2.5', '+3e5', 'a=b', "'quoted"];
  const text = encodeCsv([['name'], ...cells.map((cell) => [cell])]);
  t.deepEqual(text.trimEnd().split('\n').slice(1), [
    "'=1+1",
    "'+cmd",
    "'-x",
    "'@sum",
    '-2.5',
    '+3e5',
    'a=b',
    "'quoted",
  ]);
  t.deepEqual(
    parseTable(text, 'table.csv')
      .cells('name')
      .map((cell) => cell.text),
    cells,
  );
});
