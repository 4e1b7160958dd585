import { arrayInput, maskValueOf, type Spec, takesStepMask } from '@helmholtz/core';
import {
  allExamples,
  type Dataset,
  type DatasetPair,
  inColumns,
  share,
  type TrainingSet,
} from '@helmholtz/datasets';

import type { DeclaredModel } from './declared-model.js';

/** Spec for data with missing values, and notes on the choices. */
export interface SpecWithMissing {
  /** The spec with `missing` of each variable that has missing values. */
  readonly spec: Spec;
  /** One line for each variable, and one for missing labels. */
  readonly notes: readonly string[];
}

/**
 * Prepares a spec for the missing values and padded steps of its data. The likelihood leaves both
 * out. Networks read 0 in place of missing values, and an indicator of observed values; recurrent
 * layers skip padded steps. Choices that the spec declares stay.
 *
 * @param given input of networks for a missing value. With `neutral`, 0 without an indicator, a
 *   trained model keeps its weights.
 *
 * @example
 * ```ts
 * import { chooseMissing } from '@helmholtz/analysis';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const { spec, model } = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [2] },
 *   latents: [{ name: 'z', size: 1 }],
 *   networks: { recognition: [], generative: [] },
 *   likelihood: 'normal',
 * });
 * const columns = [{ name: 'element 1', count: 1 }];
 * const missing = { count: 1, total: 4, columns, first: 'value 1 of example 0' };
 * const part = (name: string) => ({
 *   ...arrayDataset({ name, shape: [2], data: [[1, NaN], [3, 2]], missing: true }),
 *   missing,
 * });
 * const chosen = chooseMissing({ spec, model }, { train: part('train'), test: part('test') });
 * console.log(chosen.spec.observed.missing); // indicator
 * ```
 */
export function chooseMissing(
  { spec, model }: Pick<DeclaredModel, 'spec' | 'model'>,
  { train: examples, validation, test }: DatasetPair<TrainingSet>,
  given: 'indicator' | 'neutral' = 'indicator',
): SpecWithMissing {
  const train = allExamples(examples);
  const notes: string[] = [];
  const filled = <Variable extends Spec['observed']>(variable: Variable): Variable => {
    const parts = [train, ...(validation ? [validation] : []), test].flatMap(
      (part) => partOf(model, part, variable) ?? [],
    );
    const missing = parts.find((part) => part.missing);
    const padded = parts.find((part) => part.padded);
    const binary = isBinaryLabel(variable, [train, test]);
    const chosen = chosenFor(spec, variable, { missing, padded, binary }, given);
    if (padded) notes.push(noteOnSteps(padded, chosen));
    if (missing) notes.push(noteOn(chosen, missing));
    return { ...variable, ...chosen };
  };
  const observed = filled(spec.observed);
  const inputs = spec.inputs?.map(filled);
  const labels = labelsNote(model, train);
  if (labels !== undefined) notes.push(labels);
  return { spec: { ...spec, observed, ...(inputs ? { inputs } : {}) }, notes };
}

/** Whatever the data have: values that are missing, padded steps, a label without a class. */
interface Holes {
  readonly missing: Dataset | undefined;
  readonly padded: Dataset | undefined;
  readonly binary: boolean;
}

type Chosen = Pick<Spec['observed'], 'missing' | 'padded'>;

/**
 * Recurrent networks are given a mask of padded steps, other networks an indicator. What the spec
 * declares stays.
 */
function chosenFor(
  spec: Spec,
  { missing: declared, padded: declaredSteps }: Spec['observed'],
  { missing, padded, binary }: Holes,
  given: 'indicator' | 'neutral',
): Chosen {
  const takesMask = padded !== undefined && declared === undefined && takesStepMask(spec);
  const steps = declaredSteps ?? (takesMask ? (maskValueOf(spec) ?? true) : undefined);
  const unmasked = padded !== undefined && (steps ?? false) === false;
  const values = declared ?? (missing !== undefined || binary || unmasked ? given : undefined);
  return {
    ...(values === undefined ? {} : { missing: values }),
    ...(steps === undefined ? {} : { padded: steps }),
  };
}

function noteOnSteps({ name, padded }: Dataset, { missing, padded: masked = false }: Chosen): string {
  const { count, total, shortest, longest, inside } = padded!;
  const networks =
    masked === false
      ? `networks are given 0${missing === 'indicator' ? ' and an indicator of what is observed' : ''}`
      : 'recurrent layers skip them';
  const within =
    inside === 0
      ? ''
      : ` ${inside} of them are between other steps, because they also have the padding value.`;
  return (
    `${name}: ${count} of ${total} steps are padding, ${share(count, total)} (lengths from ${shortest} to ${longest}). ` +
    `They are left out of the bound, and ${networks}.${within}`
  );
}

/** The array of a data set that feeds a variable. */
function partOf(
  model: Pick<DeclaredModel['model'], 'inputs'>,
  dataset: Dataset,
  { name }: Spec['observed'],
): Dataset | undefined {
  return dataset.others?.[name] ?? (arrayInput(model, dataset)?.name === name ? dataset : undefined);
}

/** A label of one element has no zeros for a missing class. */
function isBinaryLabel({ name, shape }: Spec['observed'], parts: readonly Dataset[]): boolean {
  const elements = shape.reduce((product, size) => product * size, 1);
  return name === 'label' && elements === 1 && parts.some(({ labels }) => labels?.includes(-1));
}

function noteOn({ missing: declared = 'indicator' }: Chosen, { name, size, missing }: Dataset): string {
  const { count, total } = missing!;
  const networkInput = declared === 'indicator' ? '0 and an indicator of what is observed' : '0';
  return (
    `${name}: ${count} of ${total} values are missing, ${share(count, total)}${inColumns(missing!, size)}. ` +
    `They are left out of the bound, and networks are given ${networkInput}.`
  );
}

function labelsNote(
  { inputs, observed }: DeclaredModel['model'],
  { name, size, labels }: Dataset,
): string | undefined {
  const count = missingLabels(labels);
  const isInput = inputs.some((input) => input.name === 'label');
  // Labels that are observed are counted with the other categories.
  const isObserved = observed.some((variable) => variable.name === 'label');
  if (count === 0 || !isInput || isObserved) return undefined;
  return (
    `${name}: ${count} of ${size} labels are missing, ${share(count, size)}. ` +
    'Networks are given zeros for them.'
  );
}

/** Number of examples without a class. */
export function missingLabels(labels: Dataset['labels']): number {
  return labels ? labels.filter((label: number) => label === -1).length : 0;
}
