import { catalogue } from '@helmholtz/core';
import { ContainerModule } from 'inversify';

import { vae } from './vae.js';

/** The recipes on offer: one line each. */
export const recipesModule = new ContainerModule(({ bind }) => {
  bind(catalogue.recipe).toConstantValue(vae);
});
