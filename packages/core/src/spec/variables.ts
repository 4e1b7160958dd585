import { z } from 'zod';

import { layerName, partOf, largestSize, size } from './fields.js';
import type { LikelihoodNames } from './names.js';

/**
 * How the scale of a normal distribution comes about: `logVariance`, exp(linear / 2) of the features; `logScale`,
 * exp(linear) of them; `learnedPerElement`, one for each element, whatever the features are; or a number. Specs of before
 * call that `learned`, which of a likelihood is one for all elements: it is read, and means the same here as it did.
 */
export type ScaleForm = z.output<typeof scaleForm>;

export const scaleForm = z
  .union([z.number().positive(), z.enum(['logVariance', 'logScale', 'learnedPerElement', 'learned'])])
  .default('logVariance')
  .describe('"logVariance", "logScale", "learnedPerElement" or a positive number');

/** What something is computed from: other variables, and a network over them. */
const source = {
  given: z.array(layerName).min(1).describe('the names of the variables that it is computed from'),
  network: layerName.optional().describe('the name of a network'),
};

/** What data feed: computed from others where it is observed, only conditioned on where it is not. */
const variable = {
  shape: z.array(size).min(1).describe('the shape of one example'),
  given: source.given.optional(),
  network: source.network,
  likelihood: partOf<LikelihoodNames>().optional(),
};

export const observedSchema = z.strictObject({ name: layerName.default('x'), ...variable });

export const inputSchema = z.strictObject({ name: layerName, ...variable });

export const latentSchema = z.strictObject({
  name: layerName,
  size: size.max(largestSize),
  posterior: z.strictObject(source).optional(),
  prior: z.strictObject({ ...source, scale: scaleForm }).optional(),
});

/** A function of other variables, for several to be computed from; `size` ends it in a linear layer. */
export const featuresSchema = z.strictObject({ name: layerName, ...source, size: size.optional() });
