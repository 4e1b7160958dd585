import { itemAt, entryOf } from '@helmholtz/base';
import {
  chooseConditions,
  type Examples,
  exposuresOf,
  LABEL,
  type LatentVariableModel,
  type NamedExamples,
} from '@helmholtz/core';

import type { TrainedRun } from '../run/trained-run.js';
import {
  type ConditionInput,
  conditionInputs,
  decodedValues,
  encoded,
  modalityInputs,
} from './condition-input.js';
import { type GivenGrid, type GivenOptions, joined, oneGiven } from './given-grid.js';

/** A condition with the values that were used, one for each example. */
export interface UsedCondition {
  /** Name of the input, or of the column of the class. */
  readonly name: string;
  /** Where the values come from. */
  readonly source:
    'given' | 'each class in turn' | 'the median of the training set' | 'the first test examples';
  /** In the units of the data; of a class its number. */
  readonly values: Examples;
  /** The values as texts, such as names of classes. */
  readonly texts: readonly string[];
}

/** A figure with what it was decoded at. */
export interface WithConditions {
  readonly conditions: readonly UsedCondition[];
}

/** What examples are conditioned on. */
export interface Conditions {
  /** As the model reads them, by the names of the inputs. */
  readonly examples: NamedExamples;
  readonly used: readonly UsedCondition[];
}

/**
 * Returns what `count` examples are conditioned on: the combinations of a grid in turn; for inputs
 * without values each class in turn, the median exposure, or the values of the first test examples.
 */
export function conditionsAt(
  { model, test }: Pick<TrainedRun, 'model' | 'test'>,
  grid: GivenGrid,
  {
    count,
    begin = 0,
    exposure,
  }: { readonly count: number; readonly begin?: number; readonly exposure?: number | undefined },
): Conditions {
  const modalities = modalityInputs(model, test).filter(({ name }) => grid.columns.has(name));
  const inputs = [...conditionInputs(model, test), ...modalities];
  const isDefault = ({ name }: ConditionInput): boolean => !grid.columns.has(name);
  const defaults = inputs.some(isDefault)
    ? chooseConditions(model, test, count, { exposure, from: begin, given: [...grid.columns.keys()] })
    : new Map<string, Examples>();
  const exposures = exposuresOf(model);
  const examples = new Map<string, Examples>();
  const used = inputs.map((input): UsedCondition => {
    const { name, shape } = input;
    const values = grid.columns.get(name);
    const raw =
      values &&
      joined(Array.from({ length: count }, (_, row) => itemAt(values, (begin + row) % values.length)));
    const read = raw ? { count, shape, values: encoded(input, raw) } : entryOf(defaults, name);
    examples.set(name, read);
    const own = raw ?? decodedValues(input, read.values);
    const isGiven = raw !== undefined || (exposure !== undefined && exposures.has(name));
    return usedCondition(input, own, count, sourceOf(input, isGiven));
  });
  return { examples, used };
}

/**
 * Returns whether a model has conditions without given values whose default is read from examples.
 *
 * @example
 * ```ts
 * import { openRun, readsExamples, sample } from '@helmholtz/analysis';
 *
 * export async function sampled(folder: string, given: Record<string, number>) {
 *   // With all conditions given, the data need not be there.
 *   const run = await openRun(folder, { examples: (model) => readsExamples(model, { given }) });
 *   return sample(run, { given });
 * }
 * ```
 */
export function readsExamples(model: LatentVariableModel, { given = {}, label }: GivenOptions): boolean {
  const exposures = exposuresOf(model);
  const known = new Set([...Object.keys(given), ...(label === undefined ? [] : [LABEL])]);
  return model.inputs.some(
    ({ name }) =>
      name !== LABEL &&
      !known.has(name) &&
      !exposures.has(name) &&
      !model.observed.some((variable) => variable.name === name),
  );
}

function sourceOf({ name, kind }: ConditionInput, given: boolean): UsedCondition['source'] {
  if (given) return 'given';
  if (kind === 'class' && name === LABEL) return 'each class in turn';
  return kind === 'numbers' || kind === 'class'
    ? 'the first test examples'
    : 'the median of the training set';
}

function textsOf({ kind, classNames }: ConditionInput, values: Float32Array, count: number): string[] {
  const size = values.length / count;
  if (size > MOST_NUMBERS) return Array.from({ length: count }, (_, row) => `example ${row}`);
  const text = (value: number): string =>
    kind === 'class' ? (classNames?.[value] ?? `${value}`) : `${Number(value.toPrecision(7))}`;
  return Array.from({ length: count }, (_, row) =>
    Array.from(values.subarray(row * size, (row + 1) * size), text).join(' '),
  );
}

/**
 * Returns conditions of examples with given values in place of their own; undefined without given
 * values.
 *
 * @param own what the examples themselves are conditioned on, among their other inputs.
 */
export async function givenConditions(
  run: Pick<TrainedRun, 'model' | 'test'>,
  options: GivenOptions,
  own: NamedExamples,
  consequence: string,
): Promise<{ readonly conditions: NamedExamples | undefined; readonly used: readonly UsedCondition[] }> {
  const grid = await oneGiven(run, options, consequence);
  if (grid.columns.size === 0) return { conditions: undefined, used: [] };
  const inputs = conditionInputs(run.model, run.test);
  const count = [...own.values()][0]?.count ?? 1;
  const used: UsedCondition[] = [];
  const conditions = inputs.map((input): [string, Examples] => {
    const values = grid.columns.get(input.name);
    if (!values) return [input.name, entryOf(own, input.name)];
    const raw = joined(Array.from({ length: count }, () => itemAt(values, 0)));
    const { name, shape } = input;
    used.push(usedCondition(input, raw, count, 'given'));
    return [name, { count, shape, values: encoded(input, raw) }];
  });
  return { conditions: new Map(conditions), used };
}

function usedCondition(
  input: ConditionInput,
  values: Float32Array,
  count: number,
  source: UsedCondition['source'],
): UsedCondition {
  const { column, kind, shape } = input;
  return {
    name: column,
    source,
    values: { count, shape: kind === 'class' ? [] : shape, values },
    texts: textsOf(input, values, count),
  };
}

/**
 * Returns what was used as one line; undefined for a model without conditions.
 *
 * @example
 * ```ts
 * import { conditionsNote } from '@helmholtz/analysis';
 *
 * const values = { count: 2, shape: [1], values: Float32Array.of(0.1, 0.9) };
 * const dose = { name: 'dose', source: 'given', values, texts: ['0.1', '0.9'] } as const;
 * console.log(conditionsNote([dose])); // conditions: dose 0.1, 0.9
 * ```
 */
export function conditionsNote(used: readonly UsedCondition[]): string | undefined {
  if (used.length === 0) return undefined;
  const parts = used.map(({ name, source, texts }) => {
    const distinct = [...new Set(texts)];
    const values = distinct.slice(0, MOST_NAMED).join(', ') + (distinct.length > MOST_NAMED ? ', ...' : '');
    return source === 'given' ? `${name} ${values}` : `${name} ${values} (${source})`;
  });
  return `conditions: ${parts.join('; ')}`;
}

const MOST_NAMED = 6;

/** Most numbers of a vector that are written out; an image is named by its position. */
const MOST_NUMBERS = 16;
