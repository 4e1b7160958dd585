import { HelmholtzError, parseJson, writePlainJson } from '@helmholtz/base';
import { z } from 'zod';

import type { Fitted, FittedArray } from './fitted.js';

const number = z.number();
const summary = z.object({ mean: number, deviation: number, minimum: number, maximum: number });
const method = z.enum(['none', 'standard', 'robust', 'unit', 'mean', 'squeeze']);
const texts = z.array(z.string());

const missing = z.int().positive().optional();
const missingCodes = texts.optional();

const bounds = z.tuple([number.nullable(), number.nullable()]).optional();

const column = z.discriminatedUnion('kind', [
  z.object({
    name: z.string(),
    missing,
    kind: z.literal('real'),
    standardize: method,
    center: number,
    scale: number.refine((scale) => scale !== 0),
    summary,
    decimals: z.int().min(0).optional(),
    bounds,
    date: z.string().optional(),
  }),
  z.object({
    name: z.string(),
    missing,
    kind: z.enum(['count', 'binary']),
    summary,
    bounds,
    words: z.tuple([z.string(), z.string()]).optional(),
  }),
  z.object({ name: z.string(), missing, kind: z.literal('categorical'), categories: texts.min(2) }),
  z.object({ name: z.string(), missing, kind: z.literal('ordinal'), categories: texts.min(2) }),
  z.object({ name: z.string(), missing, kind: z.literal('constant'), text: z.string() }),
]);

const examples = z.int().min(0);

const table = z.object({
  form: z.literal('table'),
  examples,
  columns: z.array(column).min(1),
  label: z.object({ name: z.string(), classNames: texts, unseen: texts.optional(), missing }).optional(),
  identifiers: texts,
  ignored: texts,
  missingCodes,
  exposures: texts.optional(),
  offsets: texts.optional(),
  conditions: z.array(column).min(1).optional(),
  weights: z.string().optional(),
  dialect: z
    .object({
      separator: z.string().length(1),
      decimal: z.enum(['.', ',']),
      thousands: z.string().length(1).optional(),
    })
    .optional(),
});

const array: z.ZodType<FittedArray> = z.object({
  form: z.literal('array'),
  examples,
  shape: z.array(z.int().positive()),
  unpadded: z.array(z.int().positive()).optional(),
  standardize: z.object({ method, by: z.enum(['element', 'channel', 'whole']) }),
  center: z.array(number).optional(),
  scale: z.array(number.refine((scale) => scale !== 0)).optional(),
  summary,
  elements: z.object({ means: z.array(number), deviations: z.array(number) }).optional(),
  classNames: texts.optional(),
  missing: z.object({ count: z.int().positive(), elements: z.array(z.int().min(0)).optional() }).optional(),
  padded: z
    .object({ count: number, total: number, shortest: number, longest: number, inside: number })
    .optional(),
  maskValue: number.optional(),
  missingCodes,
  bytes: z.enum(['grey', 'numbers']).optional(),
  images: z.object({ fit: z.enum(['crop', 'pad', 'stretch']) }).optional(),
  series: z
    .object({
      window: z.object({ length: z.int().positive(), hop: z.int().positive() }).optional(),
      table: z
        .object({
          id: z.string().optional(),
          time: z.string().optional(),
          channels: texts.min(1),
          label: z.string().optional(),
        })
        .optional(),
      audio: z
        .object({
          sampleRate: z.int().positive(),
          resampled: z.boolean(),
          channels: z.int().positive(),
          mixed: z.boolean(),
        })
        .optional(),
    })
    .optional(),
  mask: z.string().optional(),
  get others() {
    return z.record(z.string(), array).optional();
  },
});

const fitted: z.ZodType<Fitted> = z.union([table, array]);

/**
 * Returns fitted parameters as the text of a `fitted.json`, which `parseFitted` reads. Numbers are
 * exact: reading returns the same doubles.
 *
 * @example
 * ```ts
 * import { fitTable, parseTable, writeFitted } from '@helmholtz/datasets';
 *
 * const train = parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv');
 * console.log(writeFitted(fitTable(train)).includes('"categories": ["a", "b"]')); // true
 * ```
 */
export function writeFitted(value: Fitted): string {
  return writePlainJson(value);
}

/**
 * Reads the text of a `fitted.json`.
 *
 * @throws HelmholtzError (`data`) if it is something else.
 *
 * @example
 * ```ts
 * import { fitTable, parseFitted, parseTable, writeFitted } from '@helmholtz/datasets';
 *
 * const train = parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv');
 * const text = writeFitted(fitTable(train));
 * console.log(parseFitted(text, 'fitted.json').examples); // 2
 * ```
 */
export function parseFitted(text: string, source: string): Fitted {
  try {
    const value = fitted.parse(parseJson(text));
    checkLengths(value);
    return value;
  } catch (cause) {
    throw new HelmholtzError('data', `${source} does not contain values fitted to training data.`, {
      hint: 'It is damaged, or was written by another program. Copy it from the run again, or train the run again.',
      cause,
    });
  }
}

/** As many centers and scales as elements, or one. */
function checkLengths(value: Fitted): void {
  if (value.form === 'table') return;
  const { center, scale, shape, elements, others = {} } = value;
  const length = shape.reduce((product, size) => product * size, 1);
  const fits = (numbers?: readonly number[]): boolean =>
    numbers === undefined || [1, shape.at(-1), length].includes(numbers.length);
  const both = (center === undefined) === (scale === undefined) && center?.length === scale?.length;
  const all =
    elements === undefined || [elements.means, elements.deviations].every((each) => each.length === length);
  if (!both || !fits(center) || !all) throw new RangeError("numbers don't fit the shape");
  Object.values(others).forEach(checkLengths);
}
