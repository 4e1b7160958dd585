import { z } from 'zod';

import { dataSchema } from './data-schema.js';
import { layerName, partNameSchema, partSchema, size } from './fields.js';
import { featuresSchema, inputSchema, latentSchema, observedSchema } from './variables.js';

const positive = z.number().positive();

const layer = z.looseObject({
  layer: z
    .string()
    .min(1)
    .describe('a TensorFlow.js layer as in tf.layers.*, such as "dense", or a registered class'),
});

const network = z.array(layer);

const schedule = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('constant') }),
  z.strictObject({ name: z.literal('exponential'), decay: positive.max(1), everySteps: size }),
  z.strictObject({ name: z.literal('cosine'), final: z.number().min(0).default(0) }),
  z
    .strictObject({
      name: z.literal('piecewise'),
      boundaries: z.array(size).min(1).describe('the steps at which the next value begins, ascending'),
      values: z.array(positive).min(2).describe('the learning rates: one more than there are boundaries'),
    })
    .refine(({ boundaries }) => boundaries.every((step, index) => step > (boundaries[index - 1] ?? 0)), {
      path: ['boundaries'],
      message: 'ascending steps were expected',
    })
    .refine(({ boundaries, values }) => values.length === boundaries.length + 1, {
      path: ['values'],
      message: 'one more value than boundaries was expected',
    }),
]);

/** Optimizers of TensorFlow.js, each with its options. */
export const optimizerSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('sgd'), learningRate: positive }),
  z.strictObject({
    name: z.literal('momentum'),
    learningRate: positive,
    momentum: z.number().min(0).max(1).default(0.9),
    nesterov: z.boolean().default(false),
  }),
  z.strictObject({
    name: z.literal('adagrad'),
    learningRate: positive,
    initialAccumulatorValue: positive.default(0.1),
  }),
  z.strictObject({
    name: z.literal('adadelta'),
    learningRate: positive,
    rho: z.number().min(0).max(1).default(0.95),
  }),
  z.strictObject({
    name: z.literal('adam'),
    learningRate: positive,
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: positive.default(1e-8),
  }),
  z.strictObject({
    name: z.literal('adamax'),
    learningRate: positive,
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: positive.default(1e-8),
  }),
  z.strictObject({
    name: z.literal('rmsprop'),
    learningRate: positive,
    decay: z.number().min(0).max(1).default(0.9),
    momentum: z.number().min(0).max(1).default(0),
    centered: z.boolean().default(false),
  }),
]);

const earlyStopping = z.strictObject({
  patience: z.int().min(0).default(5).describe('epochs without improvement after which training stops'),
  minDelta: z
    .number()
    .min(0)
    .default(0)
    .describe('the least improvement of the monitored metric that counts, in its unit'),
});

const clip = z.union([
  z.strictObject({ norm: positive.describe('the largest norm of all gradients together') }),
  z.strictObject({ value: positive.describe('the largest absolute value of an element of a gradient') }),
]);

const training = z.strictObject({
  epochs: size.default(15),
  batchSize: z
    .union([size, z.record(z.string().min(1), size)])
    .default(100)
    .describe('examples a step, or one number for each part of the data: { labelled: 20, unlabelled: 100 }'),
  schedule: schedule.default({ name: 'constant' }),
  earlyStopping: earlyStopping.optional(),
  clip: clip.optional(),
  nonFinite: z
    .enum(['stop', 'skip'])
    .optional()
    .describe('the reaction to a NaN or infinite loss or gradient: stop, or skip the step with a warning'),
  weights: z
    .string()
    .optional()
    .describe('the folder of a run whose weights training begins with; the model must be the same'),
});

/** Schema of a spec: a model and its training. */
export const specSchema = z
  .strictObject({
    recipe: partSchema,
    observed: observedSchema,
    inputs: z.array(inputSchema).min(1).optional().describe('the data inputs besides the observed variable'),
    latents: z.array(latentSchema).min(1),
    features: z
      .array(featuresSchema)
      .min(1)
      .optional()
      .describe('functions of variables that other variables share'),
    networks: z.record(layerName, network).default({}).describe('layers by the name of their network'),
    likelihood: partSchema.default('bernoulli'),
    posterior: partSchema.default('normal'),
    prior: partSchema.default('standardNormal'),
    noise: partNameSchema.optional(),
    objective: partSchema.default('elbo'),
    optimizer: optimizerSchema.prefault({ name: 'adam', learningRate: 1e-3 }),
    data: dataSchema.prefault({}),
    training: training.prefault({}),
    seed: z.int().min(0).default(0),
  })
  .superRefine(({ observed, inputs = [], latents, features = [] }, context) => {
    const usedNames = new Set([observed.name]);
    for (const [key, variables] of Object.entries({ inputs, latents, features })) {
      variables.forEach(({ name }, index) => {
        if (usedNames.has(name)) {
          context.addIssue({
            code: 'custom',
            path: [key, index, 'name'],
            message: 'another variable has that name',
          });
        }
        usedNames.add(name);
      });
    }
  });

/**
 * Spec with any names and options. Values with a default may be left out. `SpecInput` knows the
 * names of parts.
 */
export type SpecDeclaration = z.input<typeof specSchema>;

/** Spec with every default filled in. */
export type Spec = z.output<typeof specSchema>;

/** Optimizer in a spec, before defaults are filled in. */
export type OptimizerInput = z.input<typeof optimizerSchema>;

export type OptimizerSpec = Spec['optimizer'];
export type ScheduleSpec = Spec['training']['schedule'];
export type ClipSpec = NonNullable<Spec['training']['clip']>;
export type LayerSpec = z.output<typeof layer>;
