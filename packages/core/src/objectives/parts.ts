import { z } from 'zod';

import { objectivePart } from '../injection/define-part.js';
import { elbo } from './elbo.js';
import { importanceWeightedBound } from './importance-weighted-bound.js';
import { betaOptions, capacityOption, samplesOption } from './options.js';

const elboOptions = z.strictObject({
  ...betaOptions,
  kl: z
    .enum(['analytic', 'monteCarlo'])
    .optional()
    .describe('closed form, or estimate at the draws; closed form by default if there is one'),
  freeBits: z
    .strictObject({
      nats: z.number().min(0).describe('the nats of each group that add nothing to the loss'),
      per: z.enum(['dimension', 'latent']).default('dimension').describe('the groups'),
    })
    .optional(),
  capacity: capacityOption,
  gradient: z
    .enum(['total', 'path'])
    .default('total')
    .describe('total, or without the score of the posterior, which is zero on average'),
  samples: samplesOption.optional(),
});

const importanceWeightedBoundOptions = z.strictObject({
  ...betaOptions,
  samples: samplesOption.default(5),
  gradient: z
    .enum(['total', 'doublyReparameterized'])
    .default('total')
    .describe('total, or an estimator with the same expectation and less variance'),
});

export const elboPart = objectivePart({
  name: 'elbo',
  description: 'negative evidence lower bound; KL divergences weighted by beta, with warm-up',
  options: elboOptions,
  create: elbo,
});

export const importanceWeightedBoundPart = objectivePart({
  name: 'importanceWeightedBound',
  description: 'negative bound from several importance-weighted samples, tighter than the ELBO (IWAE)',
  options: importanceWeightedBoundOptions,
  create: importanceWeightedBound,
});
