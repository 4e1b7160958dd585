import { posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { relaxedBernoulliUnits } from '../relaxed-bernoulli-units.js';
import { StraightThrough, straightThroughOption } from '../straight-through.js';
import { temperatureOption } from '../temperature.js';

const options = z.strictObject({ temperature: temperatureOption, straightThrough: straightThroughOption });

/**
 * Posterior of relaxed binary units (Maddison et al. 2017; Jang et al. 2017). The latent is the
 * logit of each unit, with an exact density. Later layers receive the units, between 0 and 1; with
 * `straightThrough` they receive 0 or 1, with the gradient of the units.
 */
export const relaxedBernoulliPosterior = posteriorPart({
  name: 'relaxedBernoulli',
  description:
    'relaxed binary units (binary Concrete), through which gradients flow; the latent is their logits',
  options,
  noise: 'standardLogistic',
  sample(features, latent, { temperature, straightThrough }) {
    const { variable, size } = latent;
    const posterior = relaxedBernoulliUnits(features, { name: variable, size, temperature });
    const units = layers.activation({ activation: 'sigmoid', name: `${variable}_units` });
    const relaxed = units.apply(familyDraw(posterior, latent)) as SymbolicTensor;
    if (!straightThrough) return relaxed;
    return new StraightThrough({ name: `${variable}_discrete` }).apply(relaxed) as SymbolicTensor;
  },
});
