import type { Dataset, DatasetPair } from './dataset.js';
import { HelmholtzError, nearest } from '@helmholtz/base';
import { datasetSources } from './parts.js';
import type { DatasetSource, SourceOptions } from './sources/source.js';
import { padding } from './transforms/padding.js';
import { sampledBinarization } from './transforms/sampled-binarization.js';
import { take } from './transforms/subset.js';
import { thresholdBinarization } from './transforms/threshold-binarization.js';

/** How grey values become observations: unchanged, 1 from 0.5 on, or drawn again at every read. */
export type Binarization = 'none' | 'threshold' | 'sample';

export interface LoadOptions extends SourceOptions {
  readonly binarization?: Binarization | undefined;
  /** Side of a square, such as 32. Each image is padded with zeros to that size. */
  readonly padding?: 'none' | number | undefined;
  /** Most examples of each part, for quick runs. */
  readonly limit?: number | undefined;
}

const binarizations: Readonly<Record<Binarization, (dataset: Dataset) => Dataset>> = {
  none: (dataset) => dataset,
  threshold: thresholdBinarization,
  sample: sampledBinarization,
};

/**
 * Loads a data set by name and prepares both its parts in the same way.
 *
 * @param sources sources that `name` may choose; pass `[...datasetSources, mine]` to add your own
 * @throws HelmholtzError (`usage`) for an unknown name or an impossible option, (`data`) if files are missing or damaged,
 *   (`storage`) if they can't be read or written, (`interrupted`) if `signal` is aborted
 */
export async function loadDataset(
  name: string,
  options: LoadOptions = {},
  sources: readonly DatasetSource[] = datasetSources,
): Promise<DatasetPair> {
  const source = lookUp('data set', name, Object.fromEntries(sources.map((each) => [each.name, each])));
  const binarize = lookUp('binarization', options.binarization ?? 'none', binarizations);
  const prepare = (dataset: Dataset): Dataset => {
    const taken = options.limit === undefined ? dataset : take(dataset, options.limit);
    const side = options.padding ?? 'none';
    return side === 'none' ? binarize(taken) : padding(binarize(taken), side);
  };
  const { stream, columns } = options;
  if (stream && !source.streams) throw unable(source, sources, 'streams', "can't be streamed", '--stream');
  if (columns && !source.takesColumns) {
    throw unable(source, sources, 'takesColumns', 'is not a table with columns', 'columns');
  }
  const { train, test } = await load(source, options);
  return { train: prepare(train), test: prepare(test) };
}

/** An error about an option that a source does not support, with the sources that do. */
function unable(
  { name }: DatasetSource,
  sources: readonly DatasetSource[],
  ability: 'streams' | 'takesColumns',
  problem: string,
  option: string,
): HelmholtzError {
  const able = sources.filter((source) => source[ability]).map((source) => source.name);
  return new HelmholtzError('usage', `The data set "${name}" ${problem}.`, {
    hint: `Leave ${option} out, or take one that can: ${able.join(', ')}.`,
  });
}

async function load(source: DatasetSource, options: SourceOptions): Promise<DatasetPair> {
  try {
    options.signal?.throwIfAborted();
    return await source.load(options);
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    throw new HelmholtzError('interrupted', `Loading ${source.name} was interrupted.`, {
      hint: 'Load it again: a download goes on where it stopped.',
      cause: error,
    });
  }
}

function lookUp<Value>(what: string, name: string, values: Readonly<Record<string, Value>>): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return value;
  const known = Object.keys(values);
  throw new HelmholtzError('usage', `There is no ${what} named "${name}".`, { hint: nearest(name, known) });
}
