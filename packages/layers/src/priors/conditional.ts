import { conditionalPriorPart, scaleForm } from '@helmholtz/core';
import { z } from 'zod';

import { bernoulliUnits } from '../bernoulli-units.js';
import { normalParameters } from '../normal-parameters.js';
import { relaxedBernoulliUnits } from '../relaxed-bernoulli-units.js';
import { temperatureOption } from '../temperature.js';

/**
 * Conditional normal prior: p(z | others) = N(loc, scale^2), linear in features of other latents.
 */
export const conditionalNormal = conditionalPriorPart({
  name: 'normal',
  description: 'a diagonal normal distribution, with location and scale from other latents',
  options: z.strictObject({ scale: scaleForm }),
  build: (features, latent, { scale }) => ({
    family: 'normal',
    parameters: normalParameters(features, { ...latent, scale }),
  }),
});

/** Conditional prior of binary units, with logits linear in features of other latents. */
export const conditionalBernoulli = conditionalPriorPart({
  name: 'bernoulli',
  description: 'binary units, with logits from other latents',
  options: z.strictObject({}),
  build: (features, latent) => bernoulliUnits(features, latent),
});

/** Conditional prior of relaxed binary units, with logits linear in features of other latents. */
export const conditionalRelaxedBernoulli = conditionalPriorPart({
  name: 'logitRelaxedBernoulli',
  description: 'relaxed binary units, with logits from other latents',
  options: z.strictObject({ temperature: temperatureOption }),
  build: (features, latent, { temperature }) => relaxedBernoulliUnits(features, { ...latent, temperature }),
});
