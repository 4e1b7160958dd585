import { RandomStream } from './stream.js';

/**
 * Runs `work` with `Math.random` replaced by a stream, so that code which draws from it is reproducible.
 *
 * TensorFlow.js seeds its initializers and dropout from `Math.random` unless told otherwise, and takes seed 0
 * for "unseeded"; this covers every layer, a stranger's too. `work` must be synchronous: nothing else runs meanwhile.
 */
export function withSeededRandom<Result>(random: RandomStream, work: () => Result): Result {
  const original = Math.random;
  Math.random = () => random.next();
  try {
    return work();
  } finally {
    Math.random = original;
  }
}

/** What layers that draw at random themselves, such as dropout, draw from at a step of training. */
export function layerStream(seed: number, step: number): RandomStream {
  return new RandomStream(seed, 'layers', step);
}
