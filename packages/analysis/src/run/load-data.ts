import type { Spec } from '@helmholtz/core';
import {
  type DatasetPair,
  type DatasetSource,
  type DownloadProgress,
  datasetSources,
  loadDataset,
} from '@helmholtz/datasets';

export interface LoadDataOptions {
  /** Data sets beside the built-in ones, such as those of plugins. */
  readonly sources?: readonly DatasetSource[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onDownload?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Loads the data that a spec declares.
 *
 * @example
 * ```ts
 * import { loadData } from '@helmholtz/analysis';
 *
 * const { train, test } = await loadData({ dataset: 'digits', binarization: 'none', padding: 32 });
 * console.log(train.size, test.shape); // 9000 [ 32, 32, 1 ]
 * ```
 */
export async function loadData(
  { dataset, dataDir, stream, columns, binarization, padding }: Spec['data'],
  { sources = [], signal, onDownload }: LoadDataOptions = {},
): Promise<DatasetPair> {
  const options = { dataDir, stream, columns, binarization, padding, signal, onProgress: onDownload };
  return loadDataset(dataset, options, [...datasetSources, ...sources]);
}
