import { z } from 'zod';

import { layerName, largestSize, partNameSchema, partSchema, size } from './fields.js';

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
  likelihood: partSchema.optional(),
};

export const observedSchema = z.strictObject({ name: layerName.default('x'), ...variable });

export const inputSchema = z.strictObject({ name: layerName, ...variable });

/**
 * The posterior or the prior of one latent: a part by its name or with options, and what it is computed from.
 *
 * @param unnamed the options that may be stated without a name.
 */
const ofLatent = (...unnamed: readonly string[]) =>
  z.union([
    partNameSchema,
    z
      .looseObject({
        name: partNameSchema.optional(),
        given: source.given.optional(),
        network: source.network,
      })
      .superRefine((value, context) => {
        const known = ['given', 'network', ...unnamed];
        const keys = value.name === undefined ? Object.keys(value).filter((key) => !known.includes(key)) : [];
        if (keys.length > 0) context.addIssue({ code: 'unrecognized_keys', keys, input: value });
      }),
  ]);

export const latentSchema = z.strictObject({
  name: layerName,
  size: size.max(largestSize),
  posterior: ofLatent().optional(),
  prior: ofLatent('scale').optional(),
});

/** A function of other variables, for several to be computed from; `size` ends it in a linear layer. */
export const featuresSchema = z.strictObject({ name: layerName, ...source, size: size.optional() });
