import { RandomStream, noiseSource } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';

import type { NoiseVariable } from '../graph/variables.js';
import { type HostTensor, LazyTensor, toTensor } from './host-tensor.js';

type Noise = Pick<NoiseVariable, 'name' | 'shape' | 'source'>;

/**
 * Returns new noise for each noise input, [rows, ...shape], from the streams of `seed` and `keys`.
 */
export function noiseTensors(
  variables: readonly Noise[],
  rows: number,
  seed: number,
  keys: readonly (string | number)[],
): HostTensor[] {
  return variables.map(
    ({ name, shape, source }) =>
      new LazyTensor([rows, ...shape], (out) => {
        noiseSource(source).fill(out, new RandomStream(seed, ...keys, 'noise', name));
      }),
  );
}

/**
 * Draws noise for noise inputs as tensors, [rows, ...shape] each. The caller disposes them. The
 * same seed and keys give the same numbers.
 *
 * @example
 * ```ts
 * import { drawNoise } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 * import { zeros } from '@tensorflow/tfjs-core';
 *
 * const model = buildModel(defaultSpec('vae', [4]));
 * const noise = drawNoise(model.noise, 3, 0, ['my draws']);
 * const { latents } = model.terms([zeros([3, 4])], noise);
 * console.log(latents[0]?.value?.shape); // [ 3, 2 ]
 * ```
 */
export function drawNoise(...draw: Parameters<typeof noiseTensors>): Tensor[] {
  return noiseTensors(...draw).map(toTensor);
}
