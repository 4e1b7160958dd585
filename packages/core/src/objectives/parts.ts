import { z } from 'zod';

import { objectivePart } from '../injection/define-part.js';
import { elbo } from './elbo.js';
import { importanceWeightedBound } from './importance-weighted-bound.js';

const cycles = z.strictObject({
  cycles: z.int().min(1).default(4).describe('the number of times that beta rises in a training'),
  rise: z.number().positive().max(1).default(0.5).describe('the share of a cycle in which it rises'),
});

const betaOptions = {
  beta: z.number().min(0).default(1).describe('the weight of the KL divergence in the loss'),
  warmUp: z
    .union([z.number().positive(), cycles])
    .optional()
    .describe(
      'the time in which beta rises from 0: below 1 a share of the training, from 1 on a number of steps; or cycles',
    ),
};

const samples = z.int().min(1).max(10_000).describe('draws of the latents for each example');

const elboOptions = z.strictObject({
  ...betaOptions,
  kl: z
    .enum(['analytic', 'monteCarlo'])
    .optional()
    .describe('closed form, or estimate at the draws; closed form by default if there is one'),
  freeBits: z
    .strictObject({
      nats: z.number().min(0).describe('the nats of each group that cost nothing'),
      per: z.enum(['dimension', 'latent']).default('dimension').describe('the groups'),
    })
    .optional(),
  gradient: z
    .enum(['total', 'path'])
    .default('total')
    .describe('total, or without the score of the posterior, which is zero on average'),
  samples: samples.optional(),
});

const importanceWeightedBoundOptions = z.strictObject({
  ...betaOptions,
  samples: samples.default(5),
  gradient: z
    .enum(['total', 'doublyReparameterized'])
    .default('total')
    .describe('total, or one with the same expectation and less variance'),
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
