import type { RandomStream } from './stream.js';

/** A uniformly random order of 0 ... size - 1. */
export function permutation(size: number, random: RandomStream): Uint32Array {
  return shuffle(
    Uint32Array.from({ length: size }, (_, index) => index),
    random,
  );
}

/** How many chunks are mixed at a time. */
const CHUNKS_MIXED = 16;

/**
 * A random order of 0 ... size - 1 that reads chunks of neighbours together: the chunks come in a random order, and the numbers of
 * 16 of them at a time are mixed.
 *
 * @param chunk the numbers in a chunk; the last may hold fewer.
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
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
  return order;
}
