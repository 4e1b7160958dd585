import { HelmholtzError, joinPath, platform } from '@helmholtz/base';

import { cacheFolder } from '../files/cache-dir.js';
import { fetchCached } from '../files/fetch-cached.js';
import { findLocal } from '../files/local-file.js';
import { idxDataset } from '../idx/idx-dataset.js';
import { openIdx, readIdx } from '../idx/read-idx.js';
import type { ReadArrayOptions } from '../arrays/read-array.js';
import type { Dataset } from '../dataset.js';
import type { DatasetSource, SourceOptions } from './source.js';

/** The names under which MNIST was published, and all that came after it, without `.gz`. */
const fileNames = {
  train: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  test: { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
} as const;

type Part = keyof typeof fileNames;
type Contents = keyof (typeof fileNames)[Part];

export interface IdxSourceOptions<Name extends string = string> {
  readonly name: Name;
  readonly description: string;
  readonly classNames: readonly string[];
  readonly mirrors: readonly string[];
  /** MD5 sums of the unpacked content of each file. */
  readonly md5: Readonly<Record<Part, Readonly<Record<Contents, string>>>>;
}

/** A data set published as four gzipped IDX files: train and test, images and labels. */
export function idxSource<Name extends string>(set: IdxSourceOptions<Name>): DatasetSource<Name> {
  async function loadPart(part: Part, options: SourceOptions): Promise<Dataset> {
    const load = <Content extends object>(contents: Contents, read: ReadFile<Content>): Promise<Content> =>
      loadFile(set, fileNames[part][contents], { ...options, md5: set.md5[part][contents], read });
    return idxDataset({
      name: `${set.name}/${part}`,
      images: options.stream ? await load('images', openIdx) : await load('images', readIdx),
      labels: await load('labels', readIdx),
      classNames: set.classNames,
    });
  }
  return {
    name: set.name,
    description: set.description,
    streams: true,
    load: async (options) => ({
      train: await loadPart('train', options),
      test: await loadPart('test', options),
    }),
  };
}

type ReadFile<Content> = (path: string, options: ReadArrayOptions) => Promise<Content>;

interface LoadFileOptions<Content> extends SourceOptions {
  readonly md5: string;
  readonly read: ReadFile<Content>;
}

async function loadFile<Content extends object>(
  set: IdxSourceOptions,
  name: string,
  options: LoadFileOptions<Content>,
): Promise<Content> {
  const { dataDir, cacheDir, mirrors = set.mirrors, fetch, onProgress, signal, stream, md5 } = options;
  const { files = platform.files } = options;
  const read = (path: string) => options.read(path, { md5, signal, files });
  if (dataDir !== undefined) return read(await findLocal(files, dataDir, spellings(name)));
  if (stream) {
    throw new HelmholtzError('usage', `${set.name} is downloaded gzipped and can't be streamed.`, {
      hint: 'Unpack its files into a folder and give the folder: --data-dir <folder>.',
    });
  }
  const packed = `${name}.gz`;
  const target = joinPath(cacheFolder(set.name, cacheDir), packed);
  return fetchCached({
    target,
    urls: mirrors.map((mirror) => mirror + packed),
    read,
    files,
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
