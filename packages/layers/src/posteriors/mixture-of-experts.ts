import { HelmholtzError } from '@helmholtz/base';
import { type Expert, type LatentConfig, posteriorPart, type ScaleForm, scaleForm } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { expertParameters, withoutExperts } from '../experts/expert-parameters.js';
import { MixtureOfExperts } from '../experts/mixture-of-experts.js';
import { familyDraw } from '../family-draw.js';

const options = z.strictObject({ scale: scaleForm });

/** Most experts whose subsets are mixed: 63 components. */
const MOST_EXPERTS = 6;

/**
 * Posterior of the MMVAE (Shi et al. 2019): an equal mixture of one normal expert for each modality
 * that is present. Where all modalities are missing, it is standard normal.
 */
export const mixtureOfExpertsPosterior = posteriorPart({
  name: 'mixtureOfExperts',
  description: 'an equal mixture of a normal expert for each modality that is present (MMVAE)',
  options,
  noise: 'uniform',
  kl: ['monteCarlo'],
  sample() {
    throw withoutExperts('mixtureOfExperts');
  },
  combine: (experts, latent, { scale }) => mixtureDraw(experts, latent, { scale, products: false }),
});

/**
 * Posterior of the MoPoE-VAE (Sutter et al. 2021): an equal mixture of the products of normal
 * experts, one for each subset of the modalities that are present. Where all modalities are
 * missing, it is standard normal.
 */
export const mixtureOfProductsPosterior = posteriorPart({
  name: 'mixtureOfProducts',
  description:
    'an equal mixture of products of normal experts, for each subset of the present modalities (MoPoE)',
  options,
  noise: 'uniform',
  kl: ['monteCarlo'],
  sample() {
    throw withoutExperts('mixtureOfProducts');
  },
  combine(experts, latent, { scale }) {
    if (experts.length > MOST_EXPERTS) throw tooMany(latent.variable, experts.length);
    return mixtureDraw(experts, latent, { scale, products: true });
  },
});

function mixtureDraw(
  experts: readonly Expert[],
  latent: LatentConfig,
  { scale, products }: { readonly scale: ScaleForm; readonly products: boolean },
): SymbolicTensor {
  const layer = new MixtureOfExperts({ name: `${latent.variable}_mixture_of_experts`, products });
  const mixture = layer.apply(expertParameters(experts, latent, scale));
  const [logits, loc, logVariance] = mixture as [SymbolicTensor, SymbolicTensor, SymbolicTensor];
  return familyDraw({ family: 'normalMixture', parameters: { logits, loc, logVariance } }, latent);
}

function tooMany(variable: string, experts: number): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The posterior "mixtureOfProducts" of "${variable}" has ${experts} experts, with ${2 ** experts - 1} subsets.`,
    { hint: `It takes at most ${MOST_EXPERTS}. Choose the posterior mixtureOfExperts or productOfExperts.` },
  );
}
