import type { Dataset } from '../dataset.js';
import { binarize } from './binarize.js';

/**
 * Rounds grey values in [0, 1]: 1 from 0.5, else 0. Every read gives the same values.
 *
 * @example
 * ```ts
 * import { arrayDataset, thresholdBinarization } from '@helmholtz/datasets';
 *
 * const grey = arrayDataset({ name: 'grey', shape: [2], data: [[0.2, 0.7]] });
 * const out = new Float32Array(2);
 * thresholdBinarization(grey).read(Uint32Array.of(0), out, { next: () => 0 });
 * console.log(out); // Float32Array(2) [ 0, 1 ]
 * ```
 */
export function thresholdBinarization(dataset: Dataset): Dataset {
  return binarize(dataset, () => (grey) => grey >= 0.5);
}
