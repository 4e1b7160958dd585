import { z } from 'zod';

import type { ObjectivePart } from '../injection/parts.js';
import { elbo } from './elbo.js';

const elboOptions = z.strictObject({
  beta: z.number().min(0).default(1).describe('the weight of the KL divergence in the loss'),
});

/** The objectives that a spec may choose by name. */
export const objectiveParts: readonly ObjectivePart[] = [
  {
    name: 'elbo',
    description: 'the negative evidence lower bound with analytic KL divergences; beta weighs them',
    options: elboOptions,
    create: (options) => elbo(options as z.output<typeof elboOptions>),
  },
];
