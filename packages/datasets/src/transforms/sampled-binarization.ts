import type { Dataset } from '../dataset.js';
import { binarize } from './binarize.js';

/**
 * Draws each value from Bernoulli(grey value), for grey values in [0, 1]: new values at every read
 * (Salakhutdinov and Murray 2008).
 *
 * Takes one number from `random` for each grey value above 0, in order.
 *
 * @example
 * ```ts
 * import { arrayDataset, sampledBinarization } from '@helmholtz/datasets';
 *
 * const grey = arrayDataset({ name: 'grey', shape: [2], data: [[0.2, 0.7]] });
 * const out = new Float32Array(2);
 * sampledBinarization(grey).read(Uint32Array.of(0), out, { next: () => 0.5 });
 * console.log(out); // Float32Array(2) [ 0, 1 ]
 * ```
 */
export function sampledBinarization(dataset: Dataset): Dataset {
  return { ...binarize(dataset, (_, random) => (grey) => random.next() < grey), fixed: false };
}
