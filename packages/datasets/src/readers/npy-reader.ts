import { folderOf, HelmholtzError, joinPath, nameOf } from '@helmholtz/base';

import type { Dataset } from '../dataset.js';
import { fittedMeaning } from '../npy/fitted-meaning.js';
import { npyDataset } from '../npy/npy-dataset.js';
import { readNpy } from '../npy/read-npy.js';
import { checkSameSize, cutAndMasked } from '../npy/beside-arrays.js';
import type { ExampleReader } from './example-reader.js';

/**
 * NumPy arrays, with the same files beside them as a training set has: `x-labels.npy`,
 * `x-<input>.npy`, `x-mask.npy`.
 */
export const npyReader: ExampleReader = {
  name: 'npy',
  description: 'an array of examples along its first axis',
  extensions: ['.npy'],
  async read(path, { fitted, files, signal }) {
    const base = nameOf(path).replace(/\.npy$/i, '');
    const beside = (name: string): string => joinPath(folderOf(path), `${base}-${name}.npy`);
    const labels = beside('labels');
    const labelled = (await files.stat(labels))?.kind === 'file';
    const values = await readNpy(path, { files, signal });
    const array = npyDataset({
      name: nameOf(path),
      array: values,
      bytes: fittedMeaning(fitted, values),
      labels: labelled ? await readNpy(labels, { files, signal }) : undefined,
    });
    const mask = fitted.form === 'array' ? (fitted.mask ?? 'mask') : 'mask';
    const others = new Map<string, Dataset>();
    for (const [name, own] of Object.entries(fitted.form === 'array' ? (fitted.others ?? {}) : {})) {
      const file = beside(name);
      if ((await files.stat(file))?.kind !== 'file') throw missing(name, file);
      const otherArray = await readNpy(file, { files, signal });
      const other = npyDataset({
        name: nameOf(file),
        array: otherArray,
        bytes: fittedMeaning(own, otherArray),
      });
      checkSameSize(file, other, path, array);
      others.set(name, other);
    }
    for (const name of [mask, ...[...others.keys()].map((other) => `${other}-${mask}`)]) {
      const file = beside(name);
      if (mask === 'none' || (await files.stat(file))?.kind !== 'file') continue;
      const own = npyDataset({
        name: nameOf(file),
        array: await readNpy(file, { files, signal }),
        bytes: 'numbers',
      });
      checkSameSize(file, own, path, array);
      others.set(name, own);
    }
    const rule = fitted.form === 'array' ? fitted.series?.window : undefined;
    return { array: cutAndMasked(array, others, { rule, mask }) };
  },
};

function missing(name: string, file: string): HelmholtzError {
  return new HelmholtzError('data', `The model needs "${name}" for each example, but there is no ${file}.`, {
    hint: 'Save the values for the same examples to that file.',
  });
}
