import { entryOf } from '@helmholtz/base';
import { broadcastTo } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import { isGlobal } from '../graph/variables.js';
import { drawNoise } from '../training/noise-tensors.js';
import { type Examples, type NamedExamples, namedInBatches } from './examples.js';
import { countOf, inputRows } from './input-rows.js';

/**
 * Draws the latents of each example from their posteriors, [count, ...shape], by the latent's name.
 * In a hierarchy, each posterior is computed at the draws of the latents before it. The code of a
 * model without noise is its value. Latents that all examples share are left out.
 *
 * @param inputs examples of the model's data inputs, by name if there are several.
 * @param seed seed of the draws.
 * @param first number of examples before the first one: each position has separate noise.
 * @throws HelmholtzError (`data`) if an input has no examples.
 *
 * @example
 * ```ts
 * import { posteriorDraws, readExamples } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const model = buildModel(defaultSpec('vae', [4]));
 * const codes = await posteriorDraws(model, readExamples(data, [0, 1]), 7);
 * console.log(codes.get('z')?.count, codes.get('z')?.shape); // 2 [ 2 ]
 * ```
 */
export async function posteriorDraws(
  model: LatentVariableModel,
  inputs: Examples | NamedExamples,
  seed: number,
  first = 0,
): Promise<NamedExamples> {
  const localLatents = model.latents.filter((latent) => !isGlobal(latent));
  return namedInBatches(countOf(inputs), (start, end) => {
    const noise = drawNoise(model.noise, end - start, seed, ['posterior', first + start]);
    const { latents } = model.terms(inputRows(model, inputs, start, end), noise);
    const valueOf = new Map(latents.map(({ name, value }) => [name, value]));
    return Object.fromEntries(
      localLatents.map(({ name, shape }) => [
        name,
        broadcastTo(entryOf(valueOf, name), [end - start, ...shape]),
      ]),
    );
  });
}
