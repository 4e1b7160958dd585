import { posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { relaxedBernoulliUnits, temperatureOption } from '../relaxed-bernoulli-units.js';

const options = z.strictObject({ temperature: temperatureOption });

/**
 * Posterior of relaxed binary units (Maddison et al. 2017; Jang et al. 2017). The latent is the
 * logit of each unit, with an exact density. Later layers receive the units, between 0 and 1.
 */
export const relaxedBernoulliPosterior = posteriorPart({
  name: 'relaxedBernoulli',
  description:
    'relaxed binary units (binary Concrete), through which gradients flow; the latent is their logits',
  options,
  noise: 'standardLogistic',
  sample(features, latent, { temperature }) {
    const { variable, size } = latent;
    const posterior = relaxedBernoulliUnits(features, { name: variable, size, temperature });
    const units = layers.activation({ activation: 'sigmoid', name: `${variable}_units` });
    return units.apply(familyDraw(posterior, latent)) as SymbolicTensor;
  },
});
