import { RandomStream } from '@helmholtz/base';

import type { Dataset } from '../dataset.js';
import { binarize } from './binarize.js';

/**
 * Draws each value from Bernoulli(grey value) once, for grey values in [0, 1]: static binarization
 * (Salakhutdinov and Murray 2008).
 *
 * The random numbers of an example depend on the seed and on its grey values alone. So an example
 * has the same pixels in every epoch, order, subset and file.
 *
 * @param seed seed of the draws; each seed gives another binary data set.
 *
 * @example
 * ```ts
 * import { arrayDataset, fixedBinarization } from '@helmholtz/datasets';
 *
 * const grey = arrayDataset({ name: 'grey', shape: [4], data: [[0, 0.5, 0.5, 1]] });
 * const binary = fixedBinarization(grey);
 * const [first, again] = [new Float32Array(4), new Float32Array(4)];
 * binary.read([0], first, { next: Math.random });
 * binary.read([0], again, { next: Math.random });
 * console.log(first[0], first[3], first.join() === again.join()); // 0 1 true
 * ```
 */
export function fixedBinarization(dataset: Dataset, seed = 0): Dataset {
  const binary = binarize(dataset, (example) => {
    const random = new RandomStream(seed, 'binarization', ...contentHash(example));
    return (grey) => random.next() < grey;
  });
  return { ...binary, fixed: true };
}

/** Returns two 32-bit hashes of an example's values: FNV-1a with MurmurHash3's mixing of words. */
function contentHash(example: Float32Array): readonly [number, number] {
  const words = new Uint32Array(Float32Array.from(example).buffer);
  let [first, second] = [0x811c_9dc5, 0x9e37_79b9];
  for (const word of words) {
    first = Math.imul(first ^ word, 0x0100_0193);
    second = Math.imul(second ^ (word >>> 16) ^ (word << 16), 0x85eb_ca6b);
    first ^= first >>> 15;
    second ^= second >>> 13;
  }
  return [first >>> 0, second >>> 0];
}
