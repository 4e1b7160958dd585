import { z } from 'zod';

import { partNameSchema, size } from './fields.js';

const columnKind = z.enum([
  'real',
  'count',
  'binary',
  'categorical',
  'ordinal',
  'label',
  'identifier',
  'exposure',
  'offset',
  'condition',
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
      .enum([...standardizeMethod.options, 'mean', 'squeeze'])
      .optional()
      .describe(
        'mean divides by the mean, so that positive numbers stay positive; squeeze moves shares of 0 and 1 inside',
      ),
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
  z.strictObject({ method: standardizeMethod, by: z.enum(['element', 'channel', 'whole']).optional() }),
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

const split = z.strictObject({
  by: z
    .string()
    .min(1)
    .optional()
    .describe('the column of a table whose groups are not divided, or by whose values rows are ordered'),
  order: z
    .literal('time')
    .optional()
    .describe('time: the last rows by the column are the test set, and those before them the validation set'),
  validation: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe('the share of rows for validation, by the same rule'),
  seed: z.int().min(0).optional().describe('the seed that chooses rows or groups; 0 by default'),
});

/** Schema of the section `data` of a spec. */
export const dataSchema = z.strictObject({
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
  channels: size
    .optional()
    .describe(
      'image files: 1 for grey, 3 for colour; recordings: 1 averages their channels; by default those of the files',
    ),
  sampleRate: z
    .int()
    .positive()
    .optional()
    .describe('the samples a second that recordings are resampled to; by default the rate of all of them'),
  series: z
    .strictObject({
      id: z.string().min(1).optional().describe('the column that names the series of a row'),
      time: z.string().min(1).optional().describe('the column that orders the rows of a series'),
    })
    .optional()
    .describe('the columns of a table whose rows are steps of series: id and time'),
  window: z
    .strictObject({
      length: size.describe('the steps of an example'),
      hop: size.optional().describe('the steps from one window to the next; the length by default'),
    })
    .optional()
    .describe('the windows that recordings and longer series are cut into: length and hop'),
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
    .describe('the share of rows, files or steps to test on, if there is no test set; 0.1 by default'),
  split: split.optional().describe('how a table without a test set is divided: by, order, validation, seed'),
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
