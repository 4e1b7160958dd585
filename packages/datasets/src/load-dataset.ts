import { HelmholtzError, nearest } from '@helmholtz/base';

import { changedValidation, type Dataset, type DatasetPair } from './dataset.js';
import { haveSameAxes } from './same-axes.js';
import { allExamples, changeParts, type TrainingSet, withFitted } from './dataset-in-parts.js';
import { applyArray } from './fitted/apply-array.js';
import { warnOfChangedConstants, warnOfDifferences } from './fitted/warn-of-differences.js';
import { fitArray } from './fitted/fit-array.js';
import type { Fitted, FittedArray } from './fitted/fitted.js';
import { standardizeOf } from './fitted/standardize-option.js';
import { codesOf, refuseMissing } from './missing-values.js';
import { datasetSources } from './parts.js';
import { checkPreparation, type Preparation, prepare, prepareArrays } from './prepare.js';
import type { DatasetSource, OwnOption, SourceOptions } from './sources/source.js';

export interface LoadOptions extends SourceOptions, Preparation {
  /**
   * Called with a line about a test set that is far from the training data, only with `fitted`; and
   * about columns that vary only there.
   */
  readonly onWarning?: ((line: string) => void) | undefined;
}

/**
 * Loads a data set by name, and prepares its training and test part in the same way. `fitted` of
 * both has the parameters fitted to the training part.
 *
 * @param sources data sets that `name` can choose. Pass `[...datasetSources, mine]` to add your
 * own. A training set may have named parts, whose parameters are fitted to all parts together.
 * @throws HelmholtzError (`usage`) for an unknown name or an invalid option; (`data`) for missing
 * or damaged files; (`storage`) for files that cannot be read or written; (`interrupted`) if
 * `signal` is aborted.
 *
 * @example
 * ```ts
 * import { loadDataset } from '@helmholtz/datasets';
 *
 * const { train, test } = await loadDataset('digits', { binarization: 'threshold' });
 * console.log(train.shape, train.size > test.size); // [ 28, 28, 1 ] true
 * ```
 */
export function loadDataset(name: string, options?: LoadOptions): Promise<DatasetPair>;
export function loadDataset<Train extends TrainingSet>(
  name: string,
  options: LoadOptions,
  sources: readonly DatasetSource<string, Train>[],
): Promise<DatasetPair<Train>>;
export async function loadDataset(
  name: string,
  options: LoadOptions = {},
  sources: readonly AnySource[] = datasetSources,
): Promise<DatasetPair<TrainingSet>> {
  const source = lookUp('data set', name, Object.fromEntries(sources.map((each) => [each.name, each])));
  checkPreparation(options);
  const { stream, columns, dialect = {}, onWarning } = options;
  if (stream && !source.streams) throw unable(source, sources, 'streams', "can't be streamed", '--stream');
  if (columns && !source.takesColumns) {
    throw unable(source, sources, 'takesColumns', 'is not a table with columns', 'columns');
  }
  const { separator, decimal, thousands } = dialect;
  const given = { separator, decimal, thousands };
  const [declared] = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (declared !== undefined && !source.takesColumns) {
    throw unable(source, sources, 'takesColumns', 'is not a table with columns', declared);
  }
  refuseOthers(source, sources, options);
  const pair = fittedPair(await load(source, options), options);
  if (options.missing === 'error') {
    const validation = pair.validation ? [pair.validation] : [];
    [allExamples(pair.train), ...validation, pair.test].forEach(refuseMissing);
  }
  if (onWarning) {
    if (options.fitted) warnOfDifferences(options.fitted, pair.test, onWarning);
    else [pair.validation, pair.test].forEach((part) => part && warnOfChangedConstants(part, onWarning));
  }
  return pair;
}

type AnySource = DatasetSource<string, TrainingSet>;

/** Applies the parameters fitted to the training part to both. A table's source has done so. */
function fittedPair(raw: DatasetPair<TrainingSet>, options: LoadOptions): DatasetPair<TrainingSet> {
  const { fitted, standardize = 'none', binarization = 'none', padding = 'none', mask } = options;
  const maskValue = fitted?.form === 'array' ? fitted.maskValue : options.maskValue;
  const missingCodes = fitted ? fitted.missingCodes : codesOf(options.missing);
  const prepared = (part: Dataset): Dataset =>
    part.fitted ? prepare(part, options) : prepareArrays(part, missingCodes, { ...options, maskValue });
  const train = changeParts(raw.train, (part) => prepared(unfitted(part)));
  const test = prepared(unfitted(raw.test));
  const validation = changedValidation(raw, (part) => prepared(unfitted(part)));
  const all = allExamples(train);
  if (all.fitted) return { train: withFitted(train, all.fitted), ...validation, test };
  const option = standardizeOf(standardize, all);
  if (binarization !== 'none' && option.method !== 'none' && !fitted) {
    throw new HelmholtzError(
      'usage',
      `The spec asks for binarized and for standardized (${option.method}) data.`,
      {
        hint: 'Choose one: binarization: none, or standardize: none.',
      },
    );
  }
  const padded = padding === 'none' ? {} : { unpadded: allExamples(raw.train).shape };
  const declared = {
    ...(missingCodes?.length ? { missingCodes } : {}),
    ...(mask === undefined || mask === 'mask' ? {} : { mask }),
    ...(maskValue === undefined ? {} : { maskValue }),
  };
  const array = fitted ? arrayOf(fitted, all) : { ...fitArray(all, option), ...padded, ...declared };
  const applied = changeParts(train, (part) =>
    part.size === 0 ? { ...part, fitted: array } : applyArray(array, part),
  );
  const apply = (part: Dataset): Dataset => applyArray(array, part);
  return { train: withFitted(applied, array), ...changedValidation(validation, apply), test: apply(test) };
}

/** A source may return arrays of another data set. What was fitted there is not of these arrays. */
function unfitted(part: Dataset): Dataset {
  return part.fitted?.form === 'array' ? { ...part, fitted: undefined } : part;
}

function arrayOf(fitted: Fitted, { name, shape }: Dataset): FittedArray {
  if (fitted.form === 'array' && haveSameAxes(fitted.shape, shape)) return fitted;
  const trainedOn = fitted.form === 'array' ? `arrays of shape [${fitted.shape.join(', ')}]` : 'a table';
  throw new HelmholtzError(
    'data',
    `The model was trained on ${trainedOn}, but ${name} has examples of shape [${shape.join(', ')}].`,
    { hint: 'Give data of the same kind as the training data, with its axes in the same order.' },
  );
}

/** An error about an option that a source does not support, with the sources that do. */
function unable(
  { name }: AnySource,
  sources: readonly AnySource[],
  ability: 'streams' | 'takesColumns',
  problem: string,
  option: string,
): HelmholtzError {
  const able = sources.filter((source) => source[ability]).map((source) => source.name);
  return new HelmholtzError('usage', `The data set "${name}" ${problem}.`, {
    hint: `Leave ${option} out, or choose a data set that supports it: ${able.join(', ')}.`,
  });
}

const ownOptions: readonly OwnOption[] = [
  'bytes',
  'mask',
  'size',
  'channels',
  'fit',
  'testShare',
  'split',
  'sampleRate',
  'window',
  'series',
];

/** An option that a source ignored would be a wrong result without a word. */
function refuseOthers(
  { name, takes = [] }: AnySource,
  sources: readonly AnySource[],
  options: SourceOptions,
): void {
  const other = ownOptions.find((option) => options[option] !== undefined && !takes.includes(option));
  if (other === undefined) return;
  const able = sources.filter((source) => source.takes?.includes(other)).map((source) => source.name);
  throw new HelmholtzError('usage', `The data set "${name}" takes no ${other}.`, {
    hint: `Leave data.${other} out${able.length > 0 ? `, or choose a data set that supports it: ${able.join(', ')}` : ''}.`,
  });
}

async function load(source: AnySource, options: SourceOptions): Promise<DatasetPair<TrainingSet>> {
  try {
    options.signal?.throwIfAborted();
    return await source.load(options);
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    throw new HelmholtzError('interrupted', `Loading ${source.name} was interrupted.`, {
      hint: 'Load it again: an interrupted download resumes.',
      cause: error,
    });
  }
}

function lookUp<Value>(what: string, name: string, values: Readonly<Record<string, Value>>): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return value;
  const known = Object.keys(values);
  throw new HelmholtzError('usage', `There is no ${what} named "${name}".`, { hint: nearest(name, known) });
}
