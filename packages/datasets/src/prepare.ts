import { HelmholtzError, nearest } from '@helmholtz/base';

import type { Dataset } from './dataset.js';
import { withMissingCounted, withoutCodes } from './missing-values.js';
import { padding } from './transforms/padding.js';
import { sampledBinarization } from './transforms/sampled-binarization.js';
import { take } from './transforms/subset.js';
import { thresholdBinarization } from './transforms/threshold-binarization.js';

/** How grey values become observations: unchanged, 1 from 0.5 on, or drawn again at every read. */
export type Binarization = 'none' | 'threshold' | 'sample';

/** Changes of examples before parameters are fitted to them. */
export interface Preparation {
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
 * Checks a preparation before data are loaded. @throws HelmholtzError (`usage`) for an unknown
 * name.
 */
export function checkPreparation({ binarization = 'none' }: Preparation): void {
  if (Object.hasOwn(binarizations, binarization)) return;
  throw new HelmholtzError('usage', `There is no binarization named "${String(binarization)}".`, {
    hint: nearest(binarization, Object.keys(binarizations)),
  });
}

/** Returns the first examples of a data set, binarized and padded. */
export function prepare(
  dataset: Dataset,
  { binarization = 'none', padding: side = 'none', limit }: Preparation,
): Dataset {
  const taken = limit === undefined ? dataset : take(dataset, limit);
  const binarized = binarizations[binarization](taken);
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
  const prepared = withMissingCounted(prepare(withoutCodes(dataset, codes), preparation));
  if (!prepared.others || !others) return prepared;
  const counted = Object.entries(prepared.others).map(
    ([name, other]) => [name, withMissingCounted(withoutCodes(other, codes))] as const,
  );
  return { ...prepared, others: Object.fromEntries(counted) };
}
