import { HelmholtzError, joinPath, platform } from '@helmholtz/base';

import { type CsvDialect, plainDialect } from '../csv/dialect.js';
import { readTable } from '../csv/read-table.js';
import type { Table } from '../csv/table.js';
import { absentPart } from '../dataset.js';
import { codesOf } from '../missing-values.js';
import { findLocal } from '../files/local-file.js';
import { applyTable } from '../fitted/apply-table.js';
import { fitTable } from '../fitted/fit-table.js';
import type { Fitted, FittedTable } from '../fitted/fitted.js';
import { columnMethod } from '../fitted/standardize-option.js';
import type { DatasetSource } from './source.js';

/** Your own table: train.csv and test.csv in a folder. */
export const csv: DatasetSource<'csv'> = {
  name: 'csv',
  description: 'your own table: train.csv and test.csv in a folder, their first row the names of the columns',
  takesColumns: true,
  async load({ dataDir, columns, dialect, missing, standardize, fitted: given, ...common }) {
    if (dataDir === undefined) {
      throw new HelmholtzError('usage', 'The data set "csv" takes a folder, and none was given.', {
        hint: 'Give the folder of train.csv and test.csv: --data-dir <folder>, or dataDir in the data of a spec.',
      });
    }
    const { files = platform.files, signal, onChange } = common;
    const known = given && tableOf(given);
    const missingCodes = known ? known.missingCodes : codesOf(missing);
    const read = async (name: string, likely?: CsvDialect): Promise<Table> => {
      const path = await findLocal(files, dataDir, [name], ', with a row of names above the examples');
      return readTable(path, { name, files, signal, onChange, likely, missing: missingCodes, ...dialect });
    };
    // A trained model can be applied to test rows without the training rows.
    if (known && !(await files.stat(joinPath(dataDir, 'train.csv')))) {
      const likely = known.dialect ?? plainDialect;
      const test = applyTable(known, await read('test.csv', likely), 'csv/test');
      return { train: absentPart('csv/train', test, () => absent(dataDir)), test };
    }
    const train = await read('train.csv');
    const test = await read('test.csv', train.dialect);
    const fitted =
      known ?? fitTable(train, { columns, standardize: columnMethod(standardize), missingCodes });
    return { train: applyTable(fitted, train, 'csv/train'), test: applyTable(fitted, test, 'csv/test') };
  },
};

function tableOf(fitted: Fitted): FittedTable {
  if (fitted.form === 'table') return fitted;
  throw new HelmholtzError(
    'data',
    'The values fitted to the training data belong to arrays, but the data are a table.',
    {
      hint: 'The fitted.json of the run does not belong to its spec.',
    },
  );
}

function absent(folder: string): HelmholtzError {
  return new HelmholtzError('data', `There is no train.csv in ${folder}.`, {
    hint: 'Put it there, or choose the test set.',
  });
}
