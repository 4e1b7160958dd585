import { HelmholtzError, nearest } from '@helmholtz/base';

import type { Dataset } from './dataset.js';
import { withMissingCounted, withoutCodes } from './missing-values.js';
import { withoutPadding } from './padded-steps.js';
import { fixedBinarization } from './transforms/fixed-binarization.js';
import { padding } from './transforms/padding.js';
import { sampledBinarization } from './transforms/sampled-binarization.js';
import { take } from './transforms/subset.js';
import { thresholdBinarization } from './transforms/threshold-binarization.js';

/**
 * How grey values become observations: unchanged, 1 from 0.5 on, drawn again at every read, or drawn
 * once. `{ name: 'fixed', seed: 1 }` draws once by another seed than 0.
 */
export type Binarization = BinarizationName | { readonly name: 'fixed'; readonly seed?: number };

type BinarizationName = 'none' | 'threshold' | 'sample' | 'fixed';

/** Changes of examples before parameters are fitted to them. */
export interface Preparation {
  readonly binarization?: Binarization | undefined;
  /** Side of a square, such as 32. Each image is padded with zeros to that size. */
  readonly padding?: 'none' | number | undefined;
  /** Value of padded steps of series, if no mask or lengths are given. */
  readonly maskValue?: number | undefined;
  /** Most examples of each part, for quick runs. */
  readonly limit?: number | undefined;
}

const binarizations: Readonly<Record<BinarizationName, (dataset: Dataset, seed?: number) => Dataset>> = {
  none: (dataset) => dataset,
  threshold: thresholdBinarization,
  sample: sampledBinarization,
  fixed: fixedBinarization,
};

/**
 * Checks a preparation before data are loaded. @throws HelmholtzError (`usage`) for an unknown
 * name.
 */
export function checkPreparation({ binarization = 'none' }: Preparation): void {
  const { name } = named(binarization);
  if (Object.hasOwn(binarizations, name)) return;
  throw new HelmholtzError('usage', `There is no binarization named "${name}".`, {
    hint: nearest(name, Object.keys(binarizations)),
  });
}

function named(binarization: Binarization): { readonly name: BinarizationName; readonly seed?: number } {
  return typeof binarization === 'string' ? { name: binarization } : binarization;
}

/** Returns the first examples of a data set, binarized and padded. */
export function prepare(
  dataset: Dataset,
  { binarization = 'none', padding: side = 'none', limit }: Preparation,
): Dataset {
  const taken = limit === undefined ? dataset : take(dataset, limit);
  const { name, seed } = named(binarization);
  const binarized = binarizations[name](taken, seed);
  return side === 'none' ? binarized : padding(binarized, side);
}

/**
 * Like `prepare`, for arrays and those beside them, whose missing values are counted.
 *
 * @param codes numbers that are declared as missing.
 */
export function prepareArrays(
  dataset: Dataset,
  codes: readonly string[] | undefined,
  preparation: Preparation,
): Dataset {
  if (dataset.size === 0) return dataset;
  const { others } = dataset;
  const kept = withoutPadding(withoutCodes(dataset, codes), preparation.maskValue);
  const prepared = withMissingCounted(prepare(kept, preparation), preparation.maskValue);
  if (!prepared.others || !others) return prepared;
  const counted = Object.entries(prepared.others).map(
    ([name, other]) => [name, withMissingCounted(withoutCodes(other, codes))] as const,
  );
  return { ...prepared, others: Object.fromEntries(counted) };
}
