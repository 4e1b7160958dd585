import { joinPath, nameOf } from '@helmholtz/base';

import { namingEntries, unpackNpz } from '../npy/read-npz.js';
import type { ExampleReader } from './example-reader.js';
import { npyReader } from './npy-reader.js';

/** Archives of NumPy arrays: examples, labels and further inputs in one file. */
export const npzReader: ExampleReader = {
  name: 'npz',
  description: 'an archive with the array x, by numpy.savez',
  extensions: ['.npz'],
  async read(path, options) {
    const { files, folder, entries } = await unpackNpz([path], options.files);
    const name = nameOf(path).replace(/\.npz$/i, '.npy');
    return namingEntries(entries, () => npyReader.read(joinPath(folder, name), { ...options, files }));
  },
};
