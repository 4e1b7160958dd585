import { arrayInput, realLine, type Spec } from '@helmholtz/core';
import { type Dataset, type DatasetPair, standardized, type TrainingSet } from '@helmholtz/datasets';

import type { DeclaredModel } from './declared-model.js';

/** Data ready for training, and a note on the choice. */
export interface StandardizedData<Train extends TrainingSet = TrainingSet> {
  readonly data: DatasetPair<Train>;
  /** The spec, with `data.standardize` if it was chosen. */
  readonly spec: Spec;
  /** The choice or a warning, in one line. */
  readonly note: string | undefined;
}

/** A deviation outside this range is reported if data are not standardized. */
const NARROW = 0.2;
const WIDE = 5;

/** Data sets of the user's own numbers. */
const ownArrays: ReadonlySet<string> = new Set(['npy', 'audio']);

/**
 * Chooses the standardization of the user's own arrays if the spec does not declare it. For a
 * likelihood of real numbers, such as `normal`, data get mean 0 and deviation 1, which suit its
 * scale and the initial weights. Counts, shares, zeros and ones, grey images, tables and named data
 * sets do not change.
 *
 * @example
 * ```ts
 * import { chooseStandardize } from '@helmholtz/analysis';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const latents = [{ name: 'z', size: 1 }];
 * const networks = { recognition: [], generative: [] };
 * const data = { dataset: 'npy' as const };
 * const { spec, model } = assemble({
 *   recipe: 'vae', observed: { shape: [2] }, latents, networks, likelihood: 'normal', data,
 * });
 * const part = (name: string) => arrayDataset({ name, shape: [2], data: [[100, 1], [300, 2]] });
 * const chosen = chooseStandardize({ spec, model }, { train: part('train'), test: part('test') });
 * console.log(chosen.spec.data.standardize); // standard
 * ```
 */
export function chooseStandardize<Train extends TrainingSet>(
  { spec, model }: Pick<DeclaredModel, 'spec' | 'model'>,
  data: DatasetPair<Train>,
): StandardizedData<Train> {
  const unchanged: StandardizedData<Train> = { data, spec, note: undefined };
  const likelihood = realLikelihood(model, data.test);
  if (likelihood === undefined || data.train.fitted?.form === 'table') return unchanged;
  const { standardize, dataset, binarization } = spec.data;
  if (standardize !== undefined) return { ...unchanged, note: noteOnScale(likelihood, data) };
  if (!(ownArrays.has(dataset) || spec.data.series) || binarization !== 'none' || isGrey(data))
    return unchanged;
  const chosen = standardized(data, 'standard');
  const { fitted } = chosen.train;
  if (fitted?.form !== 'array') return unchanged;
  const { minimum, maximum, deviation } = fitted.summary;
  const whose = {
    element: 'each element has',
    channel: 'each channel has',
    whole: 'all elements together have',
  }[fitted.standardize.by];
  return {
    data: chosen,
    spec: { ...spec, data: { ...spec.data, standardize: 'standard' } },
    note:
      `data.standardize: standard, chosen for the likelihood ${likelihood} of real numbers: ${whose} mean 0 and deviation 1 ` +
      `(before: ${short(minimum)} to ${short(maximum)}, deviation ${short(deviation)}). Results in nats refer to the standardized values. ` +
      'To keep the original values: --set data.standardize=none',
  };
}

/**
 * The family of a likelihood of real numbers that the arrays are observed by; undefined for any
 * other.
 */
export function realLikelihood(model: DeclaredModel['model'], test: Dataset): string | undefined {
  const input = arrayInput(model, test);
  const observed = model.observed.find((variable) => variable.input === input);
  if (!observed || observed.likelihood.columns || observed.likelihood.support !== realLine) return undefined;
  return observed.likelihood.family;
}

function isGrey({ train: { fitted }, test: { shape } }: DatasetPair<TrainingSet>): boolean {
  if (fitted?.form !== 'array' || shape.length < 3) return false;
  return fitted.summary.minimum >= 0 && fitted.summary.maximum <= 1;
}

function noteOnScale(
  likelihood: string,
  { train: { fitted, name } }: DatasetPair<TrainingSet>,
): string | undefined {
  if (fitted?.form !== 'array' || fitted.center) return undefined;
  const { deviation, minimum, maximum } = fitted.summary;
  if (deviation > NARROW && deviation < WIDE) return undefined;
  return (
    `${name} has numbers from ${short(minimum)} to ${short(maximum)} with the standard deviation ${short(deviation)}, ` +
    `far from 1, the initial scale of the likelihood ${likelihood}. ` +
    'Standardize the data: --set data.standardize=standard'
  );
}

const short = (value: number): string => `${Number(value.toPrecision(3))}`;
