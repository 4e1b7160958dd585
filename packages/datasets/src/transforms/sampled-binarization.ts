import type { Dataset } from '../dataset.js';
import { binarize } from './binarize.js';

/**
 * Draws every value anew at each read, x ~ Bernoulli(grey value in [0, 1]).
 *
 * As in Salakhutdinov and Murray, On the Quantitative Analysis of Deep Belief Networks (2008).
 * Takes one number from `random` for each grey value above 0, in reading order.
 */
export function sampledBinarization(dataset: Dataset): Dataset {
  return { ...binarize(dataset, (grey, random) => random.next() < grey), fixed: false };
}
