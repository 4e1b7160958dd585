import { type Files, HelmholtzError, joinPath, memoryFiles, nameOf } from '@helmholtz/base';

import { readZip } from '../zip/read-zip.js';

/** Names of the array of examples in an archive, best first; the last is that of numpy.savez. */
const examples = ['x', 'data', 'arr_0'];
const labels = new Set(['labels', 'label', 'y']);

/** Arrays of archives, as .npy files in memory. */
export interface UnpackedArrays {
  readonly files: Files;
  readonly folder: string;
}

/**
 * Unpacks .npz archives as files in memory: of `train.npz`, the array `x`, `data` or `arr_0`, or
 * the only one, as `train.npy`, `labels` or `y` as `train-labels.npy`, and `depth` as
 * `train-depth.npy`.
 *
 * @throws HelmholtzError (`data`) for a damaged archive, or one without an array of examples.
 */
export async function unpackNpz(paths: readonly string[], files: Files): Promise<UnpackedArrays> {
  const folder = '/npz';
  const contents: Record<string, Uint8Array> = {};
  for (const path of paths) {
    const base = nameOf(path).replace(/\.npz$/i, '');
    const arrays = await arraysOf(path, files);
    for (const [name, bytes] of arrays) contents[joinPath(folder, `${base}${name}.npy`)] = bytes;
  }
  return { files: memoryFiles(contents), folder };
}

/** Returns arrays by the suffix of their file name, such as `-labels`; the examples have none. */
async function arraysOf(path: string, files: Files): Promise<[string, Uint8Array][]> {
  const all = await readZip(await files.read(path), path);
  const arrays = [...all].filter(([name]) => name.endsWith('.npy'));
  const names = arrays.map(([name]) => name.replace(/\.npy$/, ''));
  const others = names.filter((name) => !labels.has(name) && name !== 'mask');
  const main = examples.find((name) => names.includes(name)) ?? (others.length === 1 ? others[0] : undefined);
  if (main === undefined) {
    const held = names.length === 0 ? 'no arrays' : `the arrays ${names.join(', ')}`;
    throw new HelmholtzError('data', `${path} has ${held}, and none of them is named x.`, {
      hint: 'Name the array of the examples x: numpy.savez("train.npz", x=array, labels=classes).',
    });
  }
  return arrays.map(([, bytes], index) => {
    const name = names[index]!;
    return [name === main ? '' : `-${labels.has(name) ? 'labels' : name}`, bytes];
  });
}
