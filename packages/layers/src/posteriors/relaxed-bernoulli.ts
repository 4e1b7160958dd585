import { posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { relaxedBernoulliUnits, temperatureOption } from '../relaxed-bernoulli-units.js';

const options = z.strictObject({ temperature: temperatureOption });

/**
 * q(z given x) of binary units, relaxed (Maddison et al. 2017; Jang et al. 2017): the latent is the logit of each unit, whose
 * density is exact, and what is computed from it is given the unit itself, between 0 and 1.
 */
export const relaxedBernoulliPosterior = posteriorPart({
  name: 'relaxedBernoulli',
  description: 'binary units, relaxed so that gradients pass: the latent is the logit of each',
  options,
  noise: 'standardLogistic',
  sample(features, latent, { temperature }) {
    const { variable, size } = latent;
    const posterior = relaxedBernoulliUnits(features, { name: variable, size, temperature });
    const units = layers.activation({ activation: 'sigmoid', name: `${variable}_units` });
    return units.apply(familyDraw(posterior, latent)) as SymbolicTensor;
  },
});
