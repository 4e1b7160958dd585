import type { LayersModel } from '@tensorflow/tfjs-layers';

import { HelmholtzError } from '@helmholtz/base';
import { exposuresOf } from '../graph/exposure.js';
import type { Spec } from '../spec/schema.js';
import type { ModelParts } from './parts.js';

/**
 * Checks that a recipe has added the exposures of its likelihoods. A recipe that applies a head
 * directly would ignore them silently.
 *
 * @throws HelmholtzError (`usage`) for an exposure that the graph lacks.
 */
export function checkExposed(
  recipe: string,
  { observed, inputs = [] }: Spec,
  layersModel: LayersModel,
  likelihoodOf: ModelParts['likelihoodOf'],
): void {
  const added = exposuresOf({ layersModel });
  const variables = [observed, ...inputs.filter(({ likelihood }) => likelihood !== undefined)];
  for (const { name, shape } of variables) {
    const missing = likelihoodOf(name)
      .exposures?.(shape)
      .find(({ input }) => !added.has(input));
    if (!missing) continue;
    throw new HelmholtzError(
      'usage',
      `The recipe "${recipe}" does not support the exposure "${missing.input}" of "${name}".`,
      { hint: 'Choose a recipe that does, such as "vae" or "composed", or leave the exposure out.' },
    );
  }
}
