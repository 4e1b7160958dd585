import type { RandomStream } from '@helmholtz/base';

/**
 * Returns a random permutation of 0 ... size - 1.
 *
 * @example
 * ```ts
 * import { RandomStream, permutation } from '@helmholtz/distributions';
 *
 * const order = permutation(5, new RandomStream(1, 'shuffle'));
 * console.log([...order].sort()); // [ 0, 1, 2, 3, 4 ]
 * ```
 */
export function permutation(size: number, random: RandomStream): Uint32Array {
  return shuffle(
    Uint32Array.from({ length: size }, (_, index) => index),
    random,
  );
}

/** How many chunks are mixed at a time. */
const CHUNKS_MIXED = 16;

/**
 * Returns a random permutation of 0 ... size - 1 that reads neighbours together, for data on disk.
 * Chunks have a random order, and 16 chunks at a time are shuffled together.
 *
 * @param chunk size of a chunk. The last one may be smaller.
 *
 * @example
 * ```ts
 * import { RandomStream, chunkedPermutation } from '@helmholtz/distributions';
 *
 * const order = chunkedPermutation(1000, 10, new RandomStream(1, 'shuffle'));
 * console.log(new Set(order).size); // 1000
 * ```
 */
export function chunkedPermutation(size: number, chunk: number, random: RandomStream): Uint32Array {
  const order = new Uint32Array(size);
  const chunks = permutation(Math.ceil(size / chunk), random);
  let end = 0;
  for (let first = 0; first < chunks.length; first += CHUNKS_MIXED) {
    const start = end;
    for (const number of chunks.subarray(first, first + CHUNKS_MIXED))
      for (let index = number * chunk; index < Math.min((number + 1) * chunk, size); index++)
        order[end++] = index;
    shuffle(order.subarray(start, end), random);
  }
  return order;
}

/** In place (Fisher-Yates). */
function shuffle(order: Uint32Array, random: RandomStream): Uint32Array {
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.nextInteger(last + 1);
    const swapped = order[last]!;
    order[last] = order[other]!;
    order[other] = swapped;
  }
  return order;
}
