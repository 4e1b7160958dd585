import { HelmholtzError } from '@helmholtz/base';
import type { Expert, LatentConfig, ScaleForm } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { normalParameters } from '../normal-parameters.js';

/** Computes loc, logVariance and present of each expert, one after another. */
export function expertParameters(
  experts: readonly Expert[],
  { variable, size }: LatentConfig,
  scale: ScaleForm,
): SymbolicTensor[] {
  return experts.flatMap(({ name, features, present }) => {
    const { loc, logVariance } = normalParameters(features, { name: `${variable}_${name}`, size, scale });
    return [loc, logVariance, present];
  });
}

/** Returns the error for a posterior of experts that is given features alone. */
export function withoutExperts(posterior: string): HelmholtzError {
  return new HelmholtzError('usage', `The posterior "${posterior}" combines experts, and was given none.`, {
    hint: 'Choose the recipe "multimodal-vae", or list the experts in the recipe "composed": posterior: { name: productOfExperts, experts: [x, label] }.',
  });
}
