import { z } from 'zod';

import type { ObjectivePart } from '../injection/parts.js';
import { elbo } from './elbo.js';

const elboOptions = z.strictObject({
  beta: z.number().min(0).default(1).describe('the weight of the KL divergence in the loss'),
  kl: z
    .enum(['analytic', 'monteCarlo'])
    .default('analytic')
    .describe('in closed form, or estimated at the draws of the latents'),
  samples: z.int().min(1).max(10_000).optional().describe('draws of the latents for each example'),
  warmUp: z
    .number()
    .positive()
    .optional()
    .describe(
      'how long beta takes to rise from 0: below 1 a share of the training, from 1 on a number of steps',
    ),
});

/** The objectives that a spec may choose by name. */
export const objectiveParts: readonly ObjectivePart[] = [
  {
    name: 'elbo',
    description: 'the negative evidence lower bound with KL divergences weighed by beta, warmed up',
    options: elboOptions,
    create: (options) => elbo(options as z.output<typeof elboOptions>),
  },
];
