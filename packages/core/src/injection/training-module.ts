import { ContainerModule } from 'inversify';

import { createEagerStep } from '../training/eager-step.js';
import { tokens } from './tokens.js';

/** What training is done by unless a composition root rebinds it. */
export const trainingModule = new ContainerModule(({ bind }) => {
  bind(tokens.createStep).toConstantValue(createEagerStep);
});
