import { type Files, HelmholtzError, joinPath, nameOf, platform } from '@helmholtz/base';

import type { DeclaredDialect } from '../csv/dialect.js';
import { type Dataset, derive, exampleLength } from '../dataset.js';
import { idxDataset } from '../idx/idx-dataset.js';
import { readIdx } from '../idx/read-idx.js';
import { npyDataset } from '../npy/npy-dataset.js';
import { type NpyArray, readNpy } from '../npy/read-npy.js';
import { tableExtensions, tableReader } from '../tables/read-table-file.js';
import type { DataLook } from './look.js';
import { lookAtDataset } from './look-at-dataset.js';
import { audioFiles } from '../audio/audio-rule.js';
import { lookAtAudio } from './look-at-audio.js';
import { lookAtImages } from './look-at-images.js';
import { lookAtTable } from './look-at-table.js';

export interface LookOptions {
  /** Files that the path is looked up in; those of the file system by default. */
  readonly files?: Files | undefined;
  /** How a table is written, if it should not be detected. */
  readonly dialect?: DeclaredDialect | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with a line about how a table is read. */
  readonly onChange?: ((line: string) => void) | undefined;
}

/**
 * Looks at a file of raw data, or at the training part of a folder: a table (`.csv`, `.tsv`,
 * `.parquet`, `.arrow`, `.feather`), an array (`.npy`), or images in the IDX files of MNIST.
 *
 * @throws HelmholtzError (`usage`) for a path without such data; (`data`) for a damaged file.
 *
 * @example
 * ```ts
 * import { memoryFiles } from '@helmholtz/base';
 * import { lookAtPath } from '@helmholtz/datasets';
 *
 * const files = memoryFiles({ '/data/train.csv': 'age\n40.5\n60.5\n' });
 * const { name, columns } = await lookAtPath('/data', { files });
 * console.log(name, columns[0]?.numbers?.mean); // train.csv 50.5
 * ```
 */
export async function lookAtPath(path: string, options: LookOptions = {}): Promise<DataLook> {
  const { files = platform.files } = options;
  const status = await files.stat(path);
  if (!status) {
    throw new HelmholtzError('usage', `There is no file or folder ${path}.`, {
      hint: `Check its path. It was looked for at ${files.absolute(path)}.`,
    });
  }
  if (status.kind === 'file') return lookAtFile(path, options);
  const names = new Set(await files.list(path));
  const found = trainingFiles.find((name) => names.has(name));
  if (found !== undefined) return lookAtFile(joinPath(path, found), options);
  const look =
    (await lookAtImages(path, { files, signal: options.signal })) ??
    (await lookAtAudio(path, { files, signal: options.signal }));
  if (look) return look;
  throw new HelmholtzError('usage', `${path} has no training data that can be read.`, {
    hint: 'Expected train.csv, train.parquet, train.arrow, train.npy, train-images-idx3-ubyte, images or recordings (.wav). For a file with another name, give its path.',
  });
}

const images = ['train-images-idx3-ubyte', 'train-images.idx3-ubyte'];

/** Names of the training part in a folder, the first first. */
const trainingFiles = [
  ...tableExtensions.map((extension) => `train${extension}`),
  'train.npy',
  ...images,
  ...images.map((name) => `${name}.gz`),
];

async function lookAtFile(path: string, options: LookOptions): Promise<DataLook> {
  const { files = platform.files, signal, onChange, dialect } = options;
  const name = nameOf(path);
  const reader = tableReader(path);
  if (reader) return lookAtTable(await reader(path, { name, files, signal, onChange, ...dialect }));
  if (/\.npy$/i.test(name)) {
    const array = await readNpy(path, { files, signal });
    const labels = await beside(files, path.replace(/\.npy$/i, '-labels.npy'));
    const read = labels === undefined ? undefined : await readNpy(labels, { files, signal });
    const dataset = npyDataset({ name, array: withoutValues(array), labels: read });
    return { ...lookAtDataset(withValues(dataset, array)), type: array.type };
  }
  if (/[.-]idx\d-ubyte(\.gz)?$/i.test(name)) {
    const labels = await beside(files, path.replace('images', 'labels').replace('idx3', 'idx1'));
    const read =
      labels === undefined || labels === path ? undefined : await readIdx(labels, { files, signal });
    const array = await readIdx(path, { files, signal });
    return {
      ...lookAtDataset(idxDataset({ name, images: array, ...(read ? { labels: read } : {}) })),
      type: 'uint8',
    };
  }
  if (audioFiles.extensions.some((extension) => name.toLowerCase().endsWith(extension))) {
    const look = await lookAtAudio(path, { files, signal });
    if (look) return look;
  }
  throw new HelmholtzError('usage', `The file ${path} can't be read.`, {
    hint: 'Give a table (.csv, .tsv, .parquet, .arrow, .feather), an array (.npy), an IDX file (-idx3-ubyte), a recording (.wav), or a folder of these.',
  });
}

async function beside(files: Files, path: string): Promise<string | undefined> {
  return (await files.stat(path))?.kind === 'file' ? path : undefined;
}

/** Bytes are always finite. Floats are checked when they are trained on, and counted here. */
function withoutValues(array: NpyArray): NpyArray {
  return array.data instanceof Uint8Array ? array : { ...array, data: new Float32Array(array.data.length) };
}

function withValues(dataset: Dataset, { data }: NpyArray): Dataset {
  if (data instanceof Uint8Array) return dataset;
  const length = exampleLength(dataset.shape);
  return derive(dataset, {
    read(indices, out) {
      Array.from(indices).forEach((index, row) => {
        out.set(data.subarray(index * length, (index + 1) * length), row * length);
      });
    },
  });
}
