import { HelmholtzError } from '@helmholtz/base';
import type { Spec } from '@helmholtz/core';
import {
  type DatasetPair,
  type DatasetSource,
  type DownloadProgress,
  type Fitted,
  type ReadProgress,
  type TrainingSet,
  datasetSources,
  keepLabels,
  loadDataset,
} from '@helmholtz/datasets';

export interface LoadDataOptions {
  /** Data sets beside the built-in ones, such as those of plugins. */
  readonly sources?: readonly DatasetSource<string, TrainingSet>[] | undefined;
  /** Parameters fitted to the training data of a run. They are applied instead of fitting. */
  readonly fitted?: Fitted | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with a line about data that are far from the training data. */
  readonly onWarning?: ((line: string) => void) | undefined;
  /** Called with a line about how a file is read, such as the separator of a table. */
  readonly onChange?: ((line: string) => void) | undefined;
  readonly onDownload?: ((progress: DownloadProgress) => void) | undefined;
  /** Called while a large table is read. */
  readonly onRead?: ((progress: ReadProgress) => void) | undefined;
}

/** Data whose training set has no parts. */
type WholeData = Spec['data'] & { readonly labelled?: undefined };

type LoadOwnOptions = LoadDataOptions & { readonly sources?: undefined };

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
export function loadData(data: WholeData, options?: LoadOwnOptions): Promise<DatasetPair>;
export function loadData(data: Spec['data'], options?: LoadDataOptions): Promise<DatasetPair<TrainingSet>>;
export async function loadData(
  data: Spec['data'],
  { sources = [], fitted, signal, onWarning, onChange, onDownload, onRead }: LoadDataOptions = {},
): Promise<DatasetPair<TrainingSet>> {
  const { dataset, dataDir, stream, columns, missing, mask, maskValue, bytes, standardize } = data;
  const { binarization, padding, weights } = data;
  const { separator, decimal, thousands } = data;
  const dialect = { separator, decimal, thousands };
  const masks = { missing, mask, maskValue };
  const rows = { columns, dialect, ...masks, weights };
  const preparation = { ...rows, bytes, standardize, binarization, padding, fitted };
  const { size, channels, fit, testShare, split, sampleRate, window, series } = data;
  const report = { onWarning, onChange, onProgress: onDownload, onRead };
  const options = {
    dataDir,
    stream,
    size,
    channels,
    fit,
    testShare,
    split,
    sampleRate,
    window,
    series,
    ...preparation,
    signal,
    ...report,
  };
  const pair = await loadDataset(dataset, options, [...datasetSources, ...sources]);
  return data.labelled === undefined ? pair : { ...pair, train: fewLabels(pair.train, data.labelled) };
}

/** Keeps the labels of a few training examples. */
function fewLabels(train: TrainingSet, labelled: NonNullable<Spec['data']['labelled']>): TrainingSet {
  if ('parts' in train) {
    throw new HelmholtzError('usage', `data.labelled was given, and ${train.name} has parts of its own.`, {
      hint: 'Leave data.labelled out.',
    });
  }
  // New examples have no training set beside them.
  if (train.size === 0) return train;
  return keepLabels(train, typeof labelled === 'number' ? { examples: labelled } : labelled);
}
