import { HelmholtzError } from '@helmholtz/base';
import { type Prior, posteriorPart, scaleForm } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { expertParameters, withoutExperts } from '../experts/expert-parameters.js';
import { ProductOfExperts } from '../experts/product-of-experts.js';
import { normalDraw } from '../normal-draw.js';
import { parameter } from '../parameter.js';

const options = z.strictObject({ scale: scaleForm });

/**
 * Posterior of the MVAE (Wu and Goodman 2018): the product of the prior and of one normal expert for
 * each modality that is present. Where all modalities are missing, it is the prior.
 */
export const productOfExpertsPosterior = posteriorPart({
  name: 'productOfExperts',
  description: 'the product of the prior and of a normal expert for each modality that is present (MVAE)',
  options,
  noise: 'standardNormal',
  weighsPrior: true,
  sample() {
    throw withoutExperts('productOfExperts');
  },
  combine(experts, latent, { scale }) {
    const { variable, prior } = latent;
    const parameters = expertParameters(experts, latent, scale);
    const product = new ProductOfExperts({ name: `${variable}_product_of_experts` });
    const ofPrior = priorExpert(latent, parameters[0]!, prior);
    const [loc, logVariance] = product.apply([...parameters, ...ofPrior]) as SymbolicTensor[];
    return normalDraw({ loc: loc!, logVariance: logVariance! }, latent);
  },
});

/** Returns loc and logVariance of a normal prior; nothing for the standard normal distribution. */
function priorExpert(
  { variable, size }: { readonly variable: string; readonly size: number },
  batch: SymbolicTensor,
  prior: Prior,
): SymbolicTensor[] {
  if (prior.kind === 'constant' && prior.family === 'standardNormal') return [];
  if (prior.kind === 'constant' && prior.family === 'normal') {
    const { loc = 0, scale = 1 } = prior.constants;
    const fixed = (part: string, value: number): SymbolicTensor =>
      parameter({ name: `${variable}_prior_${part}`, shape: [size], value, trainable: false }).apply(
        batch,
      ) as SymbolicTensor;
    return [fixed('loc', loc), fixed('log_variance', 2 * Math.log(scale))];
  }
  if (prior.kind === 'conditional' && prior.distribution.family === 'normal') {
    const { loc, logVariance } = prior.distribution.parameters;
    return [loc!, logVariance!];
  }
  throw new HelmholtzError('graph', `The prior of "${variable}" is not a normal density before the draw.`, {
    hint: 'The product of experts has the prior as a factor: choose a normal prior, or the posterior mixtureOfExperts.',
  });
}
