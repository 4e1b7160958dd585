import { defineRecipe } from '@helmholtz/core';

import { eightDimensions, linearInLatents } from './dense-declarations.js';
import { vae } from './vae.js';

/**
 * Logistic factor analysis: p(x | z) = Bernoulli(sigmoid(W z + b)). The recipe `vae` without hidden
 * layers from z to x.
 */
export const logisticFactorAnalysis = defineRecipe({
  ...vae,
  name: 'logistic-factor-analysis',
  description: 'logistic factor analysis: binary x with logits linear in z',
  declare: (sizes) => linearInLatents(eightDimensions(sizes)),
});
