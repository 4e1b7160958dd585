import type { Dataset } from '../dataset.js';
import { binarize } from './binarize.js';

/** Turns grey values in [0, 1] into 1 where they are at least 0.5 and 0 elsewhere: the same at every read. */
export function thresholdBinarization(dataset: Dataset): Dataset {
  return binarize(dataset, (grey) => grey >= 0.5);
}
