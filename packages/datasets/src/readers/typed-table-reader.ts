import { nameOf } from '@helmholtz/base';

import { readArrow } from '../arrow/read-arrow.js';
import { readParquet } from '../parquet/read-parquet.js';
import type { ExampleReader } from './example-reader.js';

/** Tables whose columns have types. */
export const parquetReader: ExampleReader = {
  name: 'parquet',
  description: 'a Parquet table',
  extensions: ['.parquet'],
  async read(path, { fitted, files, signal }) {
    return {
      table: await readParquet(path, { name: nameOf(path), files, signal, missing: fitted.missingCodes }),
    };
  },
};

/** Tables in the format that Arrow keeps in memory. */
export const arrowReader: ExampleReader = {
  name: 'arrow',
  description: 'an Arrow table',
  extensions: ['.arrow', '.feather'],
  async read(path, { fitted, files, signal }) {
    return {
      table: await readArrow(path, { name: nameOf(path), files, signal, missing: fitted.missingCodes }),
    };
  },
};
