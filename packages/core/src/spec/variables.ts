import { z } from 'zod';

import { layerName, largestSize, partNameSchema, partSchema, size } from './fields.js';

/**
 * Parameterization of a normal distribution's scale: `logVariance`, exp(linear / 2) of the
 * features; `logScale`, exp(linear) of the features; `learnedPerElement`, one learned scale per
 * element, independent of the features; or a fixed number. `learned` is an older name of
 * `learnedPerElement` here. In a likelihood, `learned` is one scale for all elements.
 */
export type ScaleForm = z.output<typeof scaleForm>;

export const scaleForm = z
  .union([z.number().positive(), z.enum(['logVariance', 'logScale', 'learnedPerElement', 'learned'])])
  .default('logVariance')
  .describe('"logVariance", "logScale", "learnedPerElement" or a positive number');

/** Other variables that a variable is computed from, and a network that they pass through. */
const source = {
  given: z.array(layerName).min(1).describe('the names of the variables that it is computed from'),
  network: layerName.optional().describe('the name of a network'),
};

/** Variable that data feed. It is modelled if it has a likelihood, and conditioned on if not. */
const variable = {
  shape: z.array(size).min(1).describe('the shape of one example'),
  given: source.given.optional(),
  network: source.network,
  likelihood: partSchema.optional(),
  missing: z
    .enum(['indicator', 'neutral'])
    .optional()
    .describe(
      'input of networks for missing values: "indicator", 0 and a mask of the observed values; "neutral", 0 alone',
    ),
  padded: z
    .union([z.boolean(), z.number()])
    .optional()
    .describe(
      'whether steps are padded: the bound leaves them out, and recurrent layers skip them; a number is what networks are given there',
    ),
  networkInput: z
    .enum(['none', 'log1p'])
    .optional()
    .describe('transformation of the input of networks: "none", or "log1p", log(1 + x) of counts'),
};

export const observedSchema = z.strictObject({ name: layerName.default('x'), ...variable });

export const inputSchema = z.strictObject({ name: layerName, ...variable });

const experts = z
  .array(z.union([layerName, z.strictObject({ given: source.given, network: source.network })]))
  .min(1)
  .describe('the experts that a posterior combines: variables, or { given, network }');

/**
 * Schema of the posterior or prior of one latent: a part by name or with options, and its sources.
 *
 * @param unnamed options that are allowed without a name.
 */
const ofLatent = (...unnamed: readonly string[]) =>
  z.union([
    partNameSchema,
    z
      .looseObject({
        name: partNameSchema.optional(),
        given: source.given.optional(),
        network: source.network,
        experts: experts.optional(),
      })
      .superRefine((value, context) => {
        const known = ['given', 'network', 'experts', ...unnamed];
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

/** Function of other variables that several variables share. `size` adds a linear output layer. */
export const featuresSchema = z.strictObject({ name: layerName, ...source, size: size.optional() });
