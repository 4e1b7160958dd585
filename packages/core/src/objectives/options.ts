import { z } from 'zod';

// Schemas that several objectives share.

const cycles = z.strictObject({
  cycles: z.int().min(1).default(4).describe('how many times beta rises from 0 during training'),
  rise: z.number().positive().max(1).default(0.5).describe('the share of a cycle in which it rises'),
});

/** Schedule of a number that rises from 0. */
export const warmUpOption = z.union([z.number().positive(), cycles]).optional();

const time = 'below 1 a share of the training, from 1 on a number of steps; or cycles';

export const betaOptions = {
  beta: z.number().min(0).default(1).describe('the weight of the KL divergence in the loss'),
  warmUp: warmUpOption.describe(`the time in which beta rises from 0: ${time}`),
};

export const capacityOption = z
  .strictObject({
    nats: z.number().min(0).describe('the target of the KL divergence, in nats'),
    gamma: z
      .number()
      .min(0)
      .default(1000)
      .describe('the weight of the distance between the KL divergence and its target'),
    warmUp: warmUpOption.describe(`the time in which the capacity rises from 0: ${time}`),
  })
  .optional()
  .describe('a target of the KL divergence, in place of beta');

/** Number of draws. */
export const samplesOption = z.int().min(1).max(10_000).describe('draws of the latents for each example');
