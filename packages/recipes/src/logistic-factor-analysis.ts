import { defineRecipe } from '@helmholtz/core';

import { eightDimensions, linearInLatents } from './dense-declarations.js';
import { vae } from './vae.js';

/** Logistic factor analysis: p(x given z) = Bernoulli(sigmoid(W z + b)). It is the recipe `vae` without hidden layers from z to x. */
export const logisticFactorAnalysis = defineRecipe({
  ...vae,
  name: 'logistic-factor-analysis',
  description: 'binary x whose logits are linear in z',
  declare: (sizes) => linearInLatents(eightDimensions(sizes)),
});
