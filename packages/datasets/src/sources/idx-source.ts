import { join } from 'node:path';
import { cacheFolder } from '../files/cache-dir.js';
import { fetchCached } from '../files/fetch-cached.js';
import { findLocal } from '../files/local-file.js';
import { idxDataset } from '../idx/idx-dataset.js';
import { readIdx, type IdxArray } from '../idx/read-idx.js';
import type { Dataset } from '../dataset.js';
import type { DatasetSource, SourceOptions } from './source.js';

/** The names under which MNIST was published, and all that came after it, without `.gz`. */
const fileNames = {
  train: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  test: { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
} as const;

type Part = keyof typeof fileNames;
type Contents = keyof (typeof fileNames)[Part];

export interface IdxSourceOptions {
  readonly name: string;
  readonly description: string;
  readonly classNames: readonly string[];
  readonly mirrors: readonly string[];
  /** Of the unpacked contents of each file. */
  readonly md5: Readonly<Record<Part, Readonly<Record<Contents, string>>>>;
}

/** A data set published as four gzipped IDX files: train and test, images and labels. */
export function idxSource(set: IdxSourceOptions): DatasetSource {
  async function loadPart(part: Part, options: SourceOptions): Promise<Dataset> {
    const load = (contents: Contents) =>
      loadFile(set, fileNames[part][contents], set.md5[part][contents], options);
    return idxDataset({
      name: `${set.name}/${part}`,
      images: await load('images'),
      labels: await load('labels'),
      classNames: set.classNames,
    });
  }
  return {
    name: set.name,
    description: set.description,
    load: async (options) => ({
      train: await loadPart('train', options),
      test: await loadPart('test', options),
    }),
  };
}

async function loadFile(
  set: IdxSourceOptions,
  name: string,
  md5: string,
  options: SourceOptions,
): Promise<IdxArray> {
  const { dataDir, cacheDir, mirrors = set.mirrors, fetch, onProgress, signal } = options;
  const read = (path: string) => readIdx(path, { md5, signal });
  if (dataDir !== undefined) return read(await findLocal(dataDir, spellings(name)));

  const packed = `${name}.gz`;
  const target = join(cacheFolder(set.name, cacheDir), packed);
  return fetchCached({
    target,
    urls: mirrors.map((mirror) => mirror + packed),
    read,
    fetch,
    onProgress,
    signal,
  });
}

/** Some copies have a dot where the published name has a hyphen: `train-images.idx3-ubyte`. */
function spellings(name: string): [string, ...string[]] {
  const dotted = name.replace('-idx', '.idx');
  return [name, `${name}.gz`, dotted, `${dotted}.gz`];
}
