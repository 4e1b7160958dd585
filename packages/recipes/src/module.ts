import { catalogue, type Recipe } from '@helmholtz/core';
import { ContainerModule } from 'inversify';

import * as recipes from './recipes.js';

export const recipesModule = new ContainerModule(({ bind }) => {
  for (const recipe of Object.values(recipes)) bind(catalogue.recipe).toConstantValue(recipe as Recipe);
});
