import { nameOf } from '@helmholtz/base';

import { plainDialect } from '../csv/dialect.js';
import { readTable } from '../csv/read-table.js';
import type { ExampleReader } from './example-reader.js';

/** Tables as text. */
export const csvReader: ExampleReader = {
  name: 'csv',
  description: 'a table whose first row names the columns',
  extensions: ['.csv', '.tsv'],
  async read(path, { fitted, files, signal, onChange }) {
    const likely = fitted.form === 'table' ? (fitted.dialect ?? plainDialect) : undefined;
    const missing = fitted.missingCodes;
    return { table: await readTable(path, { name: nameOf(path), files, signal, onChange, likely, missing }) };
  },
};
