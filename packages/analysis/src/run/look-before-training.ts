import { adviceOn, type DatasetPair, type Fitted, lookAtDataset } from '@helmholtz/datasets';

import { realLikelihood } from './choose-standardize.js';
import type { DeclaredModel } from './declared-model.js';

/**
 * Looks at training data and returns advice before training, one line for each kind of problem.
 * Of series and images, it names a repeated number far from all others only. Returns an empty list for
 * data without problems.
 *
 * @example
 * ```ts
 * import { lookBeforeTraining } from '@helmholtz/analysis';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, defaultSpec } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const { model } = assemble(defaultSpec('vae', [2], { likelihood: 'normal' }));
 * const train = arrayDataset({ name: 'rows', shape: [2], data: [[0.1, 5], [0.3, 5], [0.2, 5]] });
 * console.log(lookBeforeTraining({ model }, { train }));
 * // [
 * //   'The element 1 of rows is constant. It adds nothing to learn: remove it.'
 * // ]
 * ```
 */
export function lookBeforeTraining(
  { model }: Pick<DeclaredModel, 'model'>,
  { train }: Pick<DatasetPair, 'train'>,
): string[] {
  const isTable = train.fitted?.form === 'table';
  const real = isTable || realLikelihood(model, train) !== undefined;
  // Counts and zeros and ones have likelihoods of their own.
  if (!real) return [];
  const suited = suitedColumns(model);
  return adviceOn(lookAtDataset(train), { real, raw: isRaw(train.fitted, suited), modelled: true, suited });
}

/** Columns of a table whose likelihood is another one than normal. */
function suitedColumns({ observed }: DeclaredModel['model']): ReadonlySet<string> {
  const columns = observed.flatMap(({ likelihood }) => likelihood.columns ?? []);
  return new Set(columns.filter(({ family }) => family !== 'normal').map(({ name }) => name));
}

/** Whether the model reads real numbers in their own units. */
function isRaw(fitted: Fitted | undefined, suited: ReadonlySet<string>): boolean {
  if (fitted?.form !== 'table') return fitted?.center === undefined;
  return fitted.columns.some(
    (column) => column.kind === 'real' && column.standardize === 'none' && !suited.has(column.name),
  );
}
