import { conditionalPriorPart, scaleForm } from '@helmholtz/core';
import { z } from 'zod';

import { normalParameters } from '../normal-parameters.js';
import { relaxedBernoulliUnits, temperatureOption } from '../relaxed-bernoulli-units.js';

/** p(z given others) = N(loc, scale^2), whose location and scale are linear in features of what it is given. */
export const conditionalNormal = conditionalPriorPart({
  name: 'normal',
  description: 'a diagonal normal distribution, its location and scale from features of other latents',
  options: z.strictObject({ scale: scaleForm }),
  of: (features, latent, { scale }) => ({
    family: 'normal',
    parameters: normalParameters(features, { ...latent, scale }),
  }),
});

/** p(z given others) of relaxed binary units, by their logits, which are linear in features of what they are given. */
export const conditionalRelaxedBernoulli = conditionalPriorPart({
  name: 'logitRelaxedBernoulli',
  description: 'relaxed binary units, their logits from features of other latents',
  options: z.strictObject({ temperature: temperatureOption }),
  of: (features, latent, { temperature }) => relaxedBernoulliUnits(features, { ...latent, temperature }),
});
