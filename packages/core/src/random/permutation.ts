import type { RandomStream } from './stream.js';

/** A uniformly random order of 0 ... size - 1 (Fisher-Yates). */
export function permutation(size: number, random: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last--) {
    const other = random.nextInteger(last + 1);
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
  return order;
}
