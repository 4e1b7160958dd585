import { HelmholtzError, nameOf } from '@helmholtz/base';

import { findFiles } from '../files/find-files.js';
import { readSeriesFiles, seriesFiles } from '../series/series-files.js';
import { isOfSeries, newDataset } from '../sources/series-source.js';
import type { ExampleReader } from './example-reader.js';

/** A folder of tables, each of one series. */
export const seriesReader: ExampleReader = {
  name: 'series',
  description: 'a folder of tables, each of one series',
  extensions: [],
  folders: true,
  suits: isOfSeries,
  async read(path, { fitted, files, signal }) {
    const { found } = await findFiles(files, path, seriesFiles);
    if (found.length === 0 || !isOfSeries(fitted)) {
      throw new HelmholtzError('usage', `${path} has no tables.`, {
        hint: `Expected files that end in ${seriesFiles.extensions.join(', ')}, each with the steps of one series.`,
      });
    }
    const options = { files, signal, missing: fitted.missingCodes };
    const name = nameOf(path);
    return {
      array: newDataset(name, await readSeriesFiles(found, name, fitted.series.table, options), fitted),
    };
  },
};
