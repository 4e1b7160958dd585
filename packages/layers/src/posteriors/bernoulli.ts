import { posteriorPart } from '@helmholtz/core';
import { z } from 'zod';

import { bernoulliUnits } from '../bernoulli-units.js';
import { familyDraw } from '../family-draw.js';

/**
 * Posterior of binary units. The latent is 0 or 1. No gradient passes through it, so the objective
 * must estimate the gradient otherwise, as `vimco` does.
 */
export const bernoulliPosterior = posteriorPart({
  name: 'bernoulli',
  description: 'binary units, 0 or 1, for objectives whose gradient needs no path such as vimco',
  options: z.strictObject({}),
  noise: 'uniform',
  sample: (features, latent) =>
    familyDraw(bernoulliUnits(features, { ...latent, name: latent.variable }), latent),
});
