import { type Recipe, catalogue } from '@helmholtz/core';
import { ContainerModule } from 'inversify';

import { dlgm } from './dlgm.js';
import { vae } from './vae.js';

/** The recipes on offer: one line each. */
export const recipesModule = new ContainerModule(({ bind }) => {
  for (const recipe of [vae, dlgm] as readonly Recipe[]) bind(catalogue.recipe).toConstantValue(recipe);
});
