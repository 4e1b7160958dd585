import type { PosteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { Draw } from '../draw.js';
import { latent } from '../latent.js';
import { noiseInput } from '../noise-input.js';
import { relaxedBernoulliUnits, temperatureOption } from '../relaxed-bernoulli-units.js';
import { withDivergence } from '../with-divergence.js';

const options = z.strictObject({ temperature: temperatureOption });

/**
 * q(z given x) of binary units, relaxed (Maddison et al. 2017; Jang et al. 2017): the latent is the logit of each unit, whose
 * density is exact, and what is computed from it is given the unit itself, between 0 and 1.
 */
export const relaxedBernoulliPosterior: PosteriorPart<z.output<typeof options>> = {
  name: 'relaxedBernoulli',
  description: 'binary units, relaxed so that gradients pass: the latent is the logit of each',
  options,
  noise: 'standardLogistic',
  sample(features, { variable, size, prior, noise }, { temperature }) {
    const units = relaxedBernoulliUnits(features, { name: variable, size, temperature });
    const { logits, logTemperature } = withDivergence({ variable, posterior: units, prior });
    const epsilon = noiseInput({ shape: [size], name: `${variable}_noise`, variable, source: noise });
    const draw = new Draw({ name: `${variable}_draw`, family: { name: units.family } });
    const logit = latent({ variable }).apply(draw.apply([logits!, logTemperature!, epsilon]));
    return layers
      .activation({ activation: 'sigmoid', name: `${variable}_units` })
      .apply(logit) as SymbolicTensor;
  },
};
