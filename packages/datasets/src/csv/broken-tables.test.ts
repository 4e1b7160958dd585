/** Broken tables: each gives one line that names file, place and mend. */
import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';

import { fitTable } from '../fitted/fit-table.js';
import { readTable } from './read-table.js';

const utf16 = (text: string, order: 'little' | 'big') => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return order === 'little' ? bytes : bytes.swap16();
};

const broken: Record<string, { bytes: string | Uint8Array; message: RegExp; hint: RegExp }> = {
  'UTF-16, little-endian': {
    bytes: utf16('a;b\n1;2\n', 'little'),
    message: /^t\.csv is text in UTF-16, not text in UTF-8\.$/,
    hint: /UTF-8/,
  },
  'UTF-16, big-endian': {
    bytes: utf16('a;b\n1;2\n', 'big'),
    message: /^t\.csv is text in UTF-16/,
    hint: /UTF-8/,
  },
  'UTF-16 without a mark': {
    bytes: Buffer.from('a;b\n1;2\n', 'utf16le'),
    message: /^t\.csv has zero bytes/,
    hint: /UTF-8/,
  },
  'Windows-1252': {
    bytes: Buffer.from('ort,x\nKiel,1\nKöln,2\n', 'latin1'),
    message: /^t\.csv is not text in UTF-8: line 3 has other bytes\.$/,
    hint: /Windows-1252/,
  },
  'a spreadsheet': {
    bytes: Buffer.from('PK\u0003\u0004...'),
    message: /^t\.csv is a spreadsheet/,
    hint: /Export/,
  },
  'a row with fewer cells': {
    bytes: 'a;b;c\n1;2;3\n1;2\n',
    message: /^t\.csv, row 2 \(line 3\) has 2 cells, and the header 3 columns\.$/,
    hint: /";"/,
  },
  'a row with more cells': {
    bytes: 'a\tb\n1\t2\n"x\ny"\t2\t3\n',
    message: /^t\.csv, row 2 \(line 3\) has 3 cells, and the header 2 columns\.$/,
    hint: /tabs/,
  },
  'names of rows without a name': {
    bytes: 'a,b\nr1,1,2\nr2,3,4\n',
    message: /^t\.csv, row 1 \(line 2\) has 3 cells/,
    hint: /name the first column/,
  },
  'a quote that is not closed': {
    bytes: 'a;b\n1;"2\n',
    message: /^t\.csv, line 2: there is a quote/,
    hint: /double the quotes/,
  },
  'two columns of one name': {
    bytes: 'a;b; a\n1;2;3\n',
    message: /^t\.csv has two columns named "a" \(columns 1 and 3\)\.$/,
    hint: /Rename/,
  },
  'a column without a name': {
    bytes: 'a;;c\n1;2;3\n',
    message: /^t\.csv has a column without a name \(column 2 of 3\)\.$/,
    hint: /first row/,
  },
  'two header lines': {
    bytes: 'mass;site\nkg;\n1.5;a\n2.5;b\n3.5;c\n',
    message: /^t\.csv, row 1 \(line 2\), column "mass" is "kg", and 3 of the 4 cells/,
    hint: /second header line/,
  },
  'a header again': {
    bytes: 'mass,site\n1.5,a\n2.5,b\nmass,site\n3.5,c\n',
    message: /^t\.csv, row 3 \(line 4\), column "mass" is "mass"/,
    hint: /Correct the cell/,
  },
  nothing: { bytes: '', message: /^t\.csv has no rows\.$/, hint: /first row/ },
  'a header alone': {
    bytes: 'a;b\n;\n',
    message: /^t\.csv has no rows below its header\.$/,
    hint: /example/,
  },
};

for (const [what, { bytes, message, hint }] of Object.entries(broken)) {
  test(`reports in one line: ${what}`, async (t) => {
    const files = memoryFiles();
    await files.writeAtomic('t.csv', bytes);
    const error = await t.throwsAsync(
      async () => fitTable(await readTable('t.csv', { name: 't.csv', files })),
      {
        instanceOf: HelmholtzError,
        message,
      },
    );
    t.is(error.kind, 'data');
    t.regex(error.hint!, hint);
    t.notRegex(error.message, /\n/);
  });
}
