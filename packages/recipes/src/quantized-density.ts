import { HelmholtzError } from '@helmholtz/base';
import {
  type Examples,
  inBatches,
  isGlobal,
  type LatentVariableModel,
  sizeOf,
  UniformCodes,
} from '@helmholtz/core';
import { reshape, tensor } from '@tensorflow/tfjs-core';

import { type CodeDensity, codeDensity } from './code-density.js';

/** Density of the code numbers of a quantized latent, with the numbers of codes. */
export interface QuantizedDensity extends CodeDensity {
  readonly numbers: {
    /** Returns the numbers, [count, positions], of codes, [count, positions * size]. */
    readonly of: (codes: Examples) => Promise<Examples>;
    /** Returns the codes of numbers. */
    readonly codes: (numbers: Examples) => Promise<Examples>;
  };
}

/**
 * Creates an autoregressive density of the codes of a model with one quantized latent.
 *
 * @throws HelmholtzError (`usage`) for another model.
 *
 * @example
 * ```ts
 * import { buildModel, defaultSpec, quantizedDensity } from '@helmholtz/recipes';
 *
 * const model = buildModel(defaultSpec('vq-vae', [8, 8, 1]));
 * const density = quantizedDensity(model);
 * console.log((await density.numbers.codes(await density.draws(3, 0))).shape); // [ 64 ]
 * ```
 */
export function quantizedDensity(model: LatentVariableModel): QuantizedDensity {
  const [latent, ...others] = model.latents.filter((each) => !isGlobal(each));
  const prior = latent?.divergence && model.priorOf(latent);
  if (!latent || others.length > 0 || !(prior instanceof UniformCodes) || !prior.numbers) {
    throw new HelmholtzError('usage', 'An autoregressive prior is over the codes of one quantized latent.', {
      hint: 'Train the recipe vq-vae, or choose another source: mixture, flow, twoStage.',
    });
  }
  const { numbers, codes } = prior;
  const size = latent.shape.at(-1)!;
  const positions = sizeOf(latent.shape) / size;
  return {
    ...codeDensity(positions, codes),
    numbers: {
      of: ({ count, values }) =>
        inBatches(count, (start, end) => {
          const rows = values.slice(start * positions * size, end * positions * size);
          return numbers.numbersOf(tensor(rows, [end - start, positions, size]));
        }),
      codes: ({ count, values }) =>
        inBatches(count, (start, end) => {
          const rows = tensor(values.slice(start * positions, end * positions), [end - start, positions]);
          return reshape(numbers.codesOf(rows), [end - start, positions * size]);
        }),
    },
  };
}
