import { HelmholtzError } from '@helmholtz/base';

import type { Spec } from '../spec/schema.js';
import type { TrainingData } from './data-parts.js';
import type { Dataset } from './dataset.js';
import { holdOut } from './hold-out.js';

/** Training set and test set, before a validation set is split off the training set. */
export interface DataParts<Train extends TrainingData = TrainingData> {
  readonly train: Train;
  /** The validation set, if the data have one of their own. */
  readonly validation?: Dataset | undefined;
  readonly test: Dataset;
}

/** Share of the training set for validation with early stopping. */
const VALIDATION = 0.1;

/**
 * Splits the validation set off the training set, as `data.validation` of a spec declares. By
 * default it is a tenth with early stopping, and none without. A validation set that comes with the
 * data is returned as it is.
 *
 * @throws HelmholtzError (`usage`) if no examples would be left to train on, or if the data have a
 * validation set and the spec declares another.
 *
 * @example
 * ```ts
 * import { splitData } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { defaultSpec } from '@helmholtz/recipes';
 *
 * const zeros = Array.from({ length: 50 }, () => [0]);
 * const rows = arrayDataset({ name: 'rows', shape: [1], data: zeros });
 * const { data, ...spec } = defaultSpec('vae', [1]);
 * const held = { ...spec, data: { ...data, validation: 0.2 } };
 * const { train, validation } = splitData(held, { train: rows, test: rows });
 * console.log(train.size, validation?.size); // 40 10
 * ```
 */
export function splitData<Train extends TrainingData>(
  { data, training, seed }: Pick<Spec, 'data' | 'training' | 'seed'>,
  { train, validation: own, test }: DataParts<Train>,
): { readonly train: Train; readonly validation: Train | Dataset | undefined; readonly test: Dataset } {
  if (own) {
    if (data.validation !== undefined) throw twoValidationSets(data.validation, own);
    return { train, validation: own, test };
  }
  const by = data.split?.by;
  const declared = data.validation === undefined ? training.earlyStopping : data.validation > 0;
  if (by !== undefined && declared) throw randomValidation(by);
  const validation = data.validation ?? (training.earlyStopping ? VALIDATION : 0);
  return { ...holdOut(train, validation, seed), test };
}

/** Rows drawn at random would divide groups, and lie between those of other times. */
function randomValidation(by: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The rows are split by "${by}", but the validation set is drawn at random.`,
    {
      hint: 'Take it by the same rule: --set data.split.validation=0.1, and leave data.validation out.',
    },
  );
}

function twoValidationSets(declared: number, { name, size }: Dataset): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The data have a validation set, ${name} with ${size} examples, but the spec declares data.validation: ${declared}.`,
    {
      hint: 'Leave data.validation out to use it, or move it to another folder.',
    },
  );
}
