import { ContainerModule } from 'inversify';

import { eagerCompiler } from '../training/eager-compiler.js';
import { createEagerStep } from '../training/eager-step.js';
import { tokens } from './tokens.js';

/**
 * Container module with eager training steps and evaluation, for composition roots that bind no
 * compiler.
 */
export const trainingModule = new ContainerModule(({ bind }) => {
  bind(tokens.createStep).toConstantValue(createEagerStep);
  bind(tokens.compile).toConstantValue(eagerCompiler);
});
