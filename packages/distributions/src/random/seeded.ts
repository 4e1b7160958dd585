import { RandomStream } from '@helmholtz/base';

/**
 * Runs `work` with `Math.random` replaced by a stream, so that its draws are reproducible. `work`
 * must be synchronous.
 *
 * TensorFlow.js seeds initializers and dropout from `Math.random` by default. This also covers
 * layers of third parties.
 *
 * @example
 * ```ts
 * import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
 *
 * const draw = () => withSeededRandom(new RandomStream(7, 'weights'), () => Math.random());
 * console.log(draw() === draw()); // true
 * ```
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

/**
 * Returns the random stream of layers that draw random numbers, such as dropout, at a training
 * step.
 *
 * @example
 * ```ts
 * import { layerStream } from '@helmholtz/distributions';
 *
 * console.log(layerStream(1, 5).next() === layerStream(1, 5).next()); // true
 * ```
 */
export function layerStream(seed: number, step: number): RandomStream {
  return new RandomStream(seed, 'layers', step);
}
