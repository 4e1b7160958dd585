import { HelmholtzError } from '@helmholtz/base';

import { changedValidation, type Dataset, type DatasetPair } from './dataset.js';
import { allExamples, changeParts, type TrainingSet, withFitted } from './dataset-in-parts.js';
import { applyArray } from './fitted/apply-array.js';
import { fitArray } from './fitted/fit-array.js';
import { type StandardizeOption, standardizeOf } from './fitted/standardize-option.js';

/**
 * Standardizes arrays by the training part. Both parts have `fitted` then.
 *
 * @throws HelmholtzError (`usage`) for tables, and for arrays that are standardized already.
 *
 * @example
 * ```ts
 * import { arrayDataset, standardized } from '@helmholtz/datasets';
 *
 * const part = (name: string) => arrayDataset({ name, shape: [1], data: [[1], [3]] });
 * const { train } = standardized({ train: part('train'), test: part('test') }, 'standard');
 * const values = new Float32Array(2);
 * train.read([0, 1], values, { next: Math.random });
 * console.log(values); // Float32Array(2) [ -1, 1 ]
 * ```
 */
export function standardized<Train extends TrainingSet>(
  { train, test, ...validation }: DatasetPair<Train>,
  option: StandardizeOption,
): DatasetPair<Train> {
  const all = allExamples(train);
  const before = train.fitted;
  if (before?.form === 'table' || before?.center) {
    throw new HelmholtzError('usage', `${train.name} is standardized already.`, {
      hint: 'Choose the method when you load the data: loadDataset(name, { standardize }).',
    });
  }
  const { unpadded, missingCodes, mask, maskValue } = before ?? {};
  const declared = { unpadded, missingCodes, mask, maskValue };
  const fitted = {
    ...fitArray(all, standardizeOf(option, all)),
    ...Object.fromEntries(Object.entries(declared).filter(([, value]) => value !== undefined)),
  };
  const applied = changeParts(train, (part) => applyArray(fitted, part));
  const apply = (part: Dataset): Dataset => applyArray(fitted, part);
  return { train: withFitted(applied, fitted), ...changedValidation(validation, apply), test: apply(test) };
}
