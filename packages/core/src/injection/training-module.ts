import { ContainerModule } from 'inversify';

import { eagerCompiler } from '../training/eager-compiler.js';
import { createEagerStep } from '../training/eager-step.js';
import { tokens } from './tokens.js';

/** What training and evaluation are done by unless a composition root rebinds it. */
export const trainingModule = new ContainerModule(({ bind }) => {
  bind(tokens.createStep).toConstantValue(createEagerStep);
  bind(tokens.compile).toConstantValue(eagerCompiler);
});
