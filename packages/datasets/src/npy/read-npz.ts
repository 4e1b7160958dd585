import { type Files, HelmholtzError, joinPath, memoryFiles, nameOf, itemAt } from '@helmholtz/base';

import { readZip } from '../zip/read-zip.js';

/** Names of the array of examples in an archive, best first; the last is that of numpy.savez. */
const examples = ['x', 'data', 'arr_0'];
const labels = new Set(['labels', 'label', 'y']);

/** Arrays of archives, as .npy files in memory. */
export interface UnpackedArrays {
  readonly files: Files;
  readonly folder: string;
  /** Archives and names of the arrays by their paths in memory, for messages. */
  readonly entries: ReadonlyMap<string, string>;
}

const FOLDER = '/npz';

/**
 * Unpacks .npz archives as files in memory: of `train.npz`, the array `x`, `data` or `arr_0`, or
 * the only one, as `train.npy`, `labels` or `y` as `train-labels.npy`, and `depth` as
 * `train-depth.npy`.
 *
 * @throws HelmholtzError (`data`) for a damaged archive, or one without an array of examples.
 */
export async function unpackNpz(paths: readonly string[], files: Files): Promise<UnpackedArrays> {
  const arrays: NamedArray[] = [];
  for (const path of paths) {
    const base = nameOf(path).replace(/\.npz$/i, '');
    for (const { suffix, entry, bytes } of await arraysOf(path, files)) {
      arrays.push({ file: `${base}${suffix}.npy`, shown: `${entry} of ${path}`, bytes });
    }
  }
  return inMemory(arrays);
}

/** Arrays of both parts in one archive, as Keras keeps its data sets. */
const kerasNames: Readonly<Record<string, string>> = {
  x_train: 'train',
  y_train: 'train-labels',
  x_test: 'test',
  y_test: 'test-labels',
};

/**
 * Unpacks an archive that holds both parts, with the names of Keras: `x_train`, `y_train`, `x_test`
 * and `y_test`. Returns undefined for another archive.
 */
export async function unpackKerasNpz(path: string, files: Files): Promise<UnpackedArrays | undefined> {
  const all = await readZip(await files.read(path), path);
  if (!all.has('x_train.npy')) return undefined;
  const arrays = [...all].flatMap(([file, bytes]): NamedArray[] => {
    const entry = file.replace(/\.npy$/, '');
    const name = Object.hasOwn(kerasNames, entry) ? kerasNames[entry] : undefined;
    return name === undefined ? [] : [{ file: `${name}.npy`, shown: `${entry} of ${path}`, bytes }];
  });
  if (!all.has('x_test.npy')) {
    throw new HelmholtzError('data', `${path} has the array x_train, and no array x_test.`, {
      hint: 'Save both in it: numpy.savez("data.npz", x_train=..., x_test=...).',
    });
  }
  return inMemory(arrays);
}

interface NamedArray {
  /** Name of its file in memory. */
  readonly file: string;
  /** Its name and archive, for messages. */
  readonly shown: string;
  readonly bytes: Uint8Array;
}

function inMemory(arrays: readonly NamedArray[]): UnpackedArrays {
  const placed = arrays.map(({ file, ...array }) => ({ path: joinPath(FOLDER, file), ...array }));
  return {
    files: memoryFiles(Object.fromEntries(placed.map(({ path, bytes }) => [path, bytes]))),
    folder: FOLDER,
    entries: new Map(placed.map(({ path, shown }) => [path, shown])),
  };
}

/** Runs a reader of arrays, whose errors name the files of its data sets. */
export async function namingParts<Value>(
  parts: ReadonlyMap<string, string>,
  read: () => Promise<Value>,
): Promise<Value> {
  // The longest first: npy/train is the beginning of npy/train-mask.
  const longestFirst = [...parts].sort(([one], [other]) => other.length - one.length);
  return namingEntries(new Map(longestFirst), read);
}

/** Runs a reader of unpacked arrays, whose errors name the arrays by their archives. */
export async function namingEntries<Value>(
  entries: ReadonlyMap<string, string>,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof HelmholtzError)) throw error;
    const named = (text: string): string =>
      [...entries].reduce((message, [path, shown]) => message.replaceAll(path, shown), text);
    if (named(error.message) === error.message) throw error;
    const hint = error.hint === undefined ? undefined : named(error.hint);
    throw new HelmholtzError(error.kind, named(error.message), { hint, cause: error });
  }
}

interface PartOfArchive {
  /** What follows the name of the archive: nothing for the examples. */
  readonly suffix: string;
  readonly entry: string;
  readonly bytes: Uint8Array;
}

/** Returns arrays by the suffix of their file name, such as `-labels`; the examples have none. */
async function arraysOf(path: string, files: Files): Promise<PartOfArchive[]> {
  const all = await readZip(await files.read(path), path);
  const arrays = [...all].filter(([name]) => name.endsWith('.npy'));
  const names = arrays.map(([name]) => name.replace(/\.npy$/, ''));
  const others = names.filter((name) => !labels.has(name) && name !== 'mask');
  const main = examples.find((name) => names.includes(name)) ?? (others.length === 1 ? others[0] : undefined);
  if (main === undefined) {
    const content = names.length === 0 ? 'no arrays' : `the arrays ${names.join(', ')}, but none is named x`;
    throw new HelmholtzError('data', `${path} has ${content}.`, {
      hint: 'Name the array of the examples x: numpy.savez("train.npz", x=array, labels=classes).',
    });
  }
  return arrays.map(([, bytes], index): PartOfArchive => {
    const name = itemAt(names, index);
    return { suffix: name === main ? '' : `-${labels.has(name) ? 'labels' : name}`, entry: name, bytes };
  });
}
