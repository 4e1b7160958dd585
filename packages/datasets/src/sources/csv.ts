import { type Files, HelmholtzError, platform } from '@helmholtz/base';

import { type Table, parseTable } from '../csv/table.js';
import { tableDatasets } from '../csv/table-dataset.js';
import { findLocal } from '../files/local-file.js';
import type { DatasetSource } from './source.js';

/** Your own table: train.csv and test.csv in a folder. */
export const csv: DatasetSource = {
  name: 'csv',
  description: 'your own table: train.csv and test.csv in a folder, their first row the names of the columns',
  takesColumns: true,
  async load({ dataDir, columns, files = platform.files, signal }) {
    if (dataDir === undefined) {
      throw new HelmholtzError('usage', 'The data set "csv" takes a folder, and none was given.', {
        hint: 'Give the folder of train.csv and test.csv: --data-dir <folder>, or dataDir in the data of a spec.',
      });
    }
    const read = async (name: string): Promise<Table> => {
      const path = await findLocal(files, dataDir, [name], ', with a row of names above the examples');
      return parseTable(await readText(files, path, name, signal), name);
    };
    return tableDatasets(await read('train.csv'), await read('test.csv'), columns);
  },
};

/** A larger file does not fit into one string. */
const MOST_BYTES = 2 ** 28;

async function readText(
  files: Files,
  path: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const bytes = await files.read(path, { signal });
  if (bytes.length > MOST_BYTES) {
    throw new HelmholtzError(
      'data',
      `${name} has ${bytes.length} bytes, which is too much for a table in text.`,
      {
        hint: 'Write it as .npy files, and train on these: --dataset npy --stream.',
      },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new HelmholtzError('data', `${name} is not text in UTF-8.`, {
      hint: 'Save it as CSV in UTF-8.',
      cause: error,
    });
  }
}
