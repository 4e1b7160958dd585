import type { Spec } from '@helmholtz/core';
import {
  allExamples,
  constantsLine,
  type Dataset,
  type DatasetPair,
  type TrainingSet,
} from '@helmholtz/datasets';

import { checkConditions } from './check-conditions.js';
import { chooseMissing } from './choose-missing.js';
import { chooseNetworkInput } from './choose-network-input.js';
import { chooseStandardize } from './choose-standardize.js';
import type { DeclaredModel } from './declared-model.js';
import { lookBeforeTraining } from './look-before-training.js';
import { likelihoodNotes } from './proposed-likelihoods.js';

/** Spec with the choices that depend on its data, and the data ready for training. */
export interface FittedSpec<Train extends TrainingSet = TrainingSet> {
  readonly spec: Spec;
  readonly data: DatasetPair<Train>;
  /** One line for each choice. */
  readonly notes: readonly string[];
  /** Advice before training, one line for each kind of problem. */
  readonly warnings: readonly string[];
}

export interface FitSpecOptions {
  /** Columns of a table as the user declared them. Notes on proposed likelihoods leave them out. */
  readonly declaredColumns?: Spec['data']['columns'];
}

/**
 * Fits a spec to its data. Chooses options that the spec does not declare: the input of networks
 * for counts and for missing values, and the standardization of arrays.
 *
 * @param declared spec with the variables of its model, such as `declaredModel(spec)`.
 * @throws HelmholtzError (`usage`) for a column that is a condition, and does not fit an input.
 *
 * @example
 * ```ts
 * import { declaredModel, fitSpec } from '@helmholtz/analysis';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, defaultSpec } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const part = (name: string) => arrayDataset({ name, shape: [2], data: [[250, 1], [310, 0]] });
 * const declared = declaredModel(defaultSpec('vae', [2], { likelihood: 'poisson' }));
 * const { spec, data } = fitSpec(declared, { train: part('train'), test: part('test') });
 * const assembly = assemble(spec); // for trainAssembly(assembly, { data })
 * console.log(assembly.spec.observed.networkInput); // log1p
 * ```
 */
export function fitSpec<Train extends TrainingSet>(
  declared: DeclaredModel,
  raw: DatasetPair<Train>,
  { declaredColumns }: FitSpecOptions = {},
): FittedSpec<Train> {
  const { model } = declared;
  checkConditions(model, allExamples(raw.train));
  const counts = chooseNetworkInput(declared);
  const missing = chooseMissing({ spec: counts.spec, model }, raw);
  const { spec, data, note } = chooseStandardize({ spec: missing.spec, model }, raw);
  const notes = [
    ...constantColumns(raw),
    ...identifierColumns(declared.spec, allExamples(raw.train)),
    ...likelihoodNotes(declared.spec, allExamples(raw.train), declaredColumns),
    ...missing.notes,
    ...(note === undefined ? [] : [note]),
    ...counts.notes,
  ];
  return { spec, data, notes, warnings: lookBeforeTraining({ model }, { train: allExamples(data.train) }) };
}

/** Columns that were found to name the rows. */
function identifierColumns({ data }: Spec, { fitted, name, file = name }: Dataset): string[] {
  const { columns = {} } = data;
  if (fitted?.form !== 'table') return [];
  const found = fitted.identifiers.filter((column) => !Object.hasOwn(columns, column));
  if (found.length === 0) return [];
  const named = found.map((column) => `"${column}"`).join(', ');
  const what = found.length === 1 ? `the column ${named} names` : `the columns ${named} name`;
  return [`${file}: ${what} the rows. Not modelled; scores, codes and reconstructions have the names.`];
}

function constantColumns({ train }: DatasetPair<TrainingSet>): string[] {
  const { fitted, name, file = name } = allExamples(train);
  const line = fitted?.form === 'table' ? constantsLine(fitted, file) : undefined;
  return line === undefined ? [] : [line];
}
