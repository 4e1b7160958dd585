import { itemAt } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import { isGlobal } from '../graph/variables.js';
import { noiseTensors } from '../training/noise-tensors.js';
import { sizeOf } from '../training/dataset.js';
import { type HostTensor, LazyTensor } from '../training/host-tensor.js';

/**
 * Returns noise for several draws of the latents of a batch, [samples * rows, ...shape], first draw
 * first. All examples share the noise of a global latent. If its keys do not contain the batch, all
 * batches share it too.
 *
 * @param keys keys of the draws, including the batch; `shared` are those of global latents.
 */
export function posteriorNoise(
  { noise, latents }: Pick<LatentVariableModel, 'noise' | 'latents'>,
  { samples, rows, seed }: { readonly samples: number; readonly rows: number; readonly seed: number },
  keys: { readonly own: readonly (string | number)[]; readonly shared: readonly (string | number)[] },
): HostTensor[] {
  const global = new Set(latents.filter(isGlobal).map(({ name }) => name));
  return noise.map((variable) => {
    if (!global.has(variable.latent))
      return itemAt(noiseTensors([variable], samples * rows, seed, keys.own), 0);
    const size = sizeOf(variable.shape);
    return new LazyTensor([samples * rows, ...variable.shape], (out) => {
      const { values } = itemAt(noiseTensors([variable], samples, seed, keys.shared), 0);
      for (let row = 0; row < samples * rows; row++) {
        const sample = Math.floor(row / rows);
        out.set(values.subarray(sample * size, (sample + 1) * size), row * size);
      }
    });
  });
}
