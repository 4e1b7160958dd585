import { readValues } from '../arrays/element-types.js';
import type { ArrayFile } from '../arrays/open-array.js';
import { checkLabels, checkRead, checkShape } from '../checks.js';
import { exampleLength, type Dataset, type Labels } from '../dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { ChunkCache } from './chunk-cache.js';

const chunkBytes = 1 << 20;

/**
 * Number of chunks in the cache. A shuffled order mixes 16 chunks at a time. If up to half of the
 * examples are left out for validation, the others are spread over twice as many chunks.
 */
const chunksKept = 34;

export interface StreamDatasetOptions {
  readonly name: string;
  /** Examples along its first axis. */
  readonly file: ArrayFile;
  /** Shape of one example, if other than the file's. */
  readonly shape?: readonly number[];
  readonly labels?: Labels | undefined;
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Returns a data set that reads its examples from their file. About 34 MiB are in memory at a time,
 * for files of any size.
 *
 * @throws HelmholtzError (`data`) if there are no examples, or the numbers of labels and examples
 * differ; (`usage`) if the files can only be read asynchronously.
 */
export function streamDataset({ name, file, labels, classNames, ...options }: StreamDatasetOptions): Dataset {
  const { path, header, files } = file;
  const read = files.readRangeSync?.bind(files);
  if (!read) {
    throw new HelmholtzError(
      'usage',
      `${path} can't be streamed: its files can only be read asynchronously.`,
      {
        hint: 'Leave the option stream out.',
      },
    );
  }
  const [size = 0, ...axes] = header.shape;
  const shape = options.shape ?? axes;
  checkShape(name, shape);
  if (size === 0) throw new HelmholtzError('data', `${name}: there are no examples in ${path}.`);
  checkLabels(name, size, labels, classNames);
  const { type, length: start } = header;
  const values = exampleLength(shape);
  const rowBytes = values * type.bytes;
  const chunk = Math.max(Math.floor(chunkBytes / rowBytes), 1);
  // Examples that are larger than a chunk are few enough in the end.
  const kept = Math.max(Math.floor((chunksKept * chunkBytes) / (chunk * rowBytes)), 1);
  const cache = new ChunkCache(
    { path, read: (position, into) => read(path, position, into), start, rows: size, rowBytes },
    chunk,
    kept,
  );

  const dataset: Dataset = {
    name,
    size,
    shape,
    labels,
    classNames,
    // An example is the same at every read, but not to be kept: there may be more than fit into
    // memory.
    fixed: false,
    chunk,
    read(indices, out) {
      checkRead(dataset, indices, out);
      for (let i = 0; i < indices.length; i++) {
        const { view, offset } = cache.row(indices[i]!);
        readValues(type, view, offset, out.subarray(i * values, (i + 1) * values), path);
      }
    },
  };
  return dataset;
}
