import { type Recipe, catalogue } from '@helmholtz/core';
import { ContainerModule } from 'inversify';

import { autoencoder } from './autoencoder.js';
import { bayesianRegressions } from './bayesian-regression.js';
import { composed } from './composed.js';
import { convVae } from './conv-vae.js';
import { cvae } from './cvae.js';
import { dlgm } from './dlgm.js';
import { members } from './members.js';
import { sigmoidBeliefNetwork } from './sigmoid-belief-network.js';
import { vae } from './vae.js';

/** The recipes on offer: one line each. */
const recipes = [
  vae,
  convVae,
  cvae,
  autoencoder,
  dlgm as Recipe,
  ...members,
  sigmoidBeliefNetwork as Recipe,
  ...bayesianRegressions,
  composed,
];

export const recipesModule = new ContainerModule(({ bind }) => {
  for (const recipe of recipes) bind(catalogue.recipe).toConstantValue(recipe);
});
