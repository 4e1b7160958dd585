import { nameOf } from '@helmholtz/base';

import { readTable } from '../csv/read-table.js';
import type { ExampleReader } from './example-reader.js';

/** Tables as text. */
export const csvReader: ExampleReader = {
  name: 'csv',
  description: 'a table whose first row names the columns',
  extensions: ['.csv'],
  async read(path, { files, signal }) {
    return { table: await readTable(path, { name: nameOf(path), files, signal }) };
  },
};
