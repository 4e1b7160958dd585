import test from 'ava';

import { encodeCsv } from './encode-csv.js';
import { parseCsv } from './parse-csv.js';

test('what is written is what is read', (t) => {
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
