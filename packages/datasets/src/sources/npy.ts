import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../dataset.js';
import { DatasetError } from '../errors.js';
import { findLocal } from '../files/local-file.js';
import { npyDataset } from '../npy/npy-dataset.js';
import { openNpy, readNpy } from '../npy/read-npy.js';
import type { DatasetSource, SourceOptions } from './source.js';

/** Arrays of one's own: train.npy and test.npy in a folder, and train-labels.npy and test-labels.npy if there are classes. */
export const npy: DatasetSource = {
  name: 'npy',
  description:
    'your own arrays: train.npy, test.npy and perhaps train-labels.npy, test-labels.npy in a folder',
  streams: true,
  load: async (options) => ({
    train: await loadPart('train', options),
    test: await loadPart('test', options),
  }),
};

async function loadPart(
  part: 'train' | 'test',
  { dataDir, stream, signal }: SourceOptions,
): Promise<Dataset> {
  if (dataDir === undefined) {
    throw new DatasetError('usage', 'The data set "npy" takes a folder, and none was given.', {
      hint: 'Give the folder of train.npy and test.npy: --data-dir <folder>, or dataDir in the data of a spec.',
    });
  }
  const path = await findLocal(dataDir, [`${part}.npy`], ', as numpy.save writes it');
  const labelled = (await readdir(dataDir)).includes(`${part}-labels.npy`);
  return npyDataset({
    name: `npy/${part}`,
    array: await (stream ? openNpy : readNpy)(path, { signal }),
    labels: labelled ? await readNpy(join(dataDir, `${part}-labels.npy`), { signal }) : undefined,
  });
}
