import { join } from 'node:path';
import { cacheFolder } from '../files/cache-dir.js';
import { fetchCached } from '../files/fetch-cached.js';
import { findLocal } from '../files/local-file.js';
import { idxDataset } from '../idx/idx-dataset.js';
import { readIdx, type IdxArray } from '../idx/read-idx.js';
import type { Dataset } from '../dataset.js';
import type { DatasetSource, SourceOptions } from './source.js';

/** One published file: its name without `.gz`, and the MD5 sum of its unpacked contents. */
export interface IdxFile {
  readonly name: string;
  readonly md5: string;
}

export interface IdxSourceOptions {
  readonly name: string;
  readonly description: string;
  readonly classNames: readonly string[];
  readonly mirrors: readonly string[];
  readonly files: Readonly<Record<'train' | 'test', { readonly images: IdxFile; readonly labels: IdxFile }>>;
}

/** A data set published as four gzipped IDX files: train and test, images and labels. */
export function idxSource(set: IdxSourceOptions): DatasetSource {
  async function loadPart(part: 'train' | 'test', options: SourceOptions): Promise<Dataset> {
    const { images, labels } = set.files[part];
    return idxDataset({
      name: `${set.name}/${part}`,
      images: await loadFile(set, images, options),
      labels: await loadFile(set, labels, options),
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

async function loadFile(set: IdxSourceOptions, file: IdxFile, options: SourceOptions): Promise<IdxArray> {
  const { dataDir, cacheDir, mirrors = set.mirrors, fetch, onProgress, signal } = options;
  const read = (path: string) => readIdx(path, { md5: file.md5, signal });
  if (dataDir !== undefined) return read(await findLocal(dataDir, spellings(file.name)));

  const packed = `${file.name}.gz`;
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
