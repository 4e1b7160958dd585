import { z } from 'zod';

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

const columnKind = z.enum([
  'real',
  'count',
  'binary',
  'categorical',
  'label',
  'identifier',
  'exposure',
  'offset',
  'ignored',
]);
const standardizeMethod = z.enum(['none', 'standard', 'robust', 'unit']);

const column = z.union([
  columnKind,
  z.strictObject({
    kind: columnKind.optional().describe('the type; detected by default'),
    categories: z
      .array(z.union([z.string(), z.number(), z.boolean()]))
      .min(2)
      .optional()
      .describe('all categories in the order of their elements, also those of no training row'),
    standardize: z
      .enum([...standardizeMethod.options, 'mean'])
      .optional()
      .describe('mean divides by the mean, so that positive numbers stay positive'),
    date: z
      .string()
      .regex(/YYYY/, 'a pattern such as DD.MM.YYYY was expected')
      .optional()
      .describe('the pattern of dates: YYYY, MM, DD, hh, mm, ss; ISO dates are detected'),
    bounds: z
      .union([
        z.literal('observed'),
        z
          .tuple([z.number().nullable(), z.number().nullable()])
          .refine(([least, greatest]) => least === null || greatest === null || least < greatest, {
            message: 'the first bound was expected to be below the second',
          }),
      ])
      .optional()
      .describe('the least and the greatest number that is written: [0, 120], [0, null] or observed'),
    likelihood: z
      .union([z.string().min(1), z.looseObject({ name: z.string().min(1) })])
      .optional()
      .describe('the likelihood of the column, such as logNormal'),
  }),
]);

const standardize = z.union([
  standardizeMethod,
  z.strictObject({ method: standardizeMethod, by: z.enum(['element', 'whole']).optional() }),
]);

const binarization = z.union([
  z.enum(['none', 'threshold', 'sample', 'fixed']),
  z.strictObject({
    name: z.literal('fixed'),
    seed: z.int().min(0).default(0).describe('the seed of the draws; another seed gives other pixels'),
  }),
]);

const labelled = z.union([
  size,
  z.strictObject({
    examples: size,
    seed: z.int().min(0).default(0).describe('the seed of the choice; another seed keeps other labels'),
  }),
]);

const data = z.strictObject({
  dataset: partNameSchema.default('digits'),
  dataDir: z.string().optional().describe("a folder with the data set's files"),
  stream: z
    .boolean()
    .optional()
    .describe('whether examples are read from their files when they are needed, not held in memory'),
  columns: z
    .record(z.string(), column)
    .optional()
    .describe("the kinds of a table's columns, by name; inferred from their cells by default"),
  separator: z
    .string()
    .length(1)
    .regex(/[^"\r\n\w]/, 'a character that is no letter, digit or quote was expected')
    .optional()
    .describe('the character between the cells of a table; detected by default'),
  decimal: z
    .enum(['.', ','])
    .optional()
    .describe('the decimal separator of the numbers of a table; detected by default'),
  thousands: z
    .string()
    .length(1)
    .regex(/[^"\r\n\w]|_/, 'a character that is no letter, digit or quote was expected')
    .optional()
    .describe('the character between the thousands of the numbers of a table; detected by default'),
  missing: z
    .union([z.enum(['allow', 'error']), z.array(z.union([z.string(), z.number()])).min(1)])
    .optional()
    .describe(
      'what is done about missing values: allow, error, or a list of texts that stand for them, such as [-999]',
    ),
  weights: z
    .string()
    .min(1)
    .optional()
    .describe('the name of the weights of examples: a column, or train-<name>.npy beside arrays'),
  mask: z
    .string()
    .min(1)
    .optional()
    .describe('the name of the masks of arrays, train-<mask>.npy: "mask" by default; "none" for none'),
  maskValue: z
    .number()
    .optional()
    .describe(
      'the value of padded steps of series, if no mask or lengths are given: by default that of a masking layer at the beginning of a network',
    ),
  bytes: z
    .enum(['grey', 'numbers'])
    .optional()
    .describe(
      'what uint8 arrays mean: grey levels, divided by 255, or numbers; by default grey, if not all are 0 and 1',
    ),
  size: z
    .union([size, z.tuple([size, size])])
    .optional()
    .describe('the size that image files are resized to: rows and columns, or both in one number'),
  channels: z
    .union([z.literal(1), z.literal(3)])
    .optional()
    .describe('1 for grey images, 3 for colour; by default 1 if all image files are grey'),
  fit: z
    .enum(['crop', 'pad', 'stretch'])
    .optional()
    .describe(
      'how image files fill another size: crop the longer side (default), pad with black, or stretch',
    ),
  testShare: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe('the share of image files to test on, if their folder has no train and test; 0.1 by default'),
  standardize: standardize
    .optional()
    .describe('how numbers are standardized by the training data: none, standard, robust or unit'),
  binarization: binarization
    .default('none')
    .describe(
      'how grey values become binary: none, threshold, sample (anew at every read) or fixed (drawn once)',
    ),
  padding: z
    .union([z.literal('none'), size])
    .default('none')
    .describe('the rows and columns that images are padded to, or "none"'),
  labelled: labelled
    .optional()
    .describe(
      'the number of training examples that keep their labels, the same of each class; the data then have the parts labelled and unlabelled',
    ),
  validation: z
    .number()
    .min(0)
    .refine((validation) => validation < 1 || Number.isInteger(validation), {
      message: 'a share below 1 or a whole number was expected',
    })
    .optional()
    .describe(
      'the size of the validation set, taken from the training set: below 1 a share, from 1 on a number of examples',
    ),
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
    data: data.prefault({}),
    training: training.prefault({}),
    seed: z.int().min(0).default(0),
  })
  .superRefine(({ observed, inputs = [], latents, features = [] }, context) => {
    const taken = new Set([observed.name]);
    for (const [key, variables] of Object.entries({ inputs, latents, features })) {
      variables.forEach(({ name }, index) => {
        if (taken.has(name)) {
          context.addIssue({
            code: 'custom',
            path: [key, index, 'name'],
            message: 'another variable has that name',
          });
        }
        taken.add(name);
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
