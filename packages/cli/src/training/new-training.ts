import { join } from 'node:path';

import { declaredModel, fitSpec, proposedColumns } from '@helmholtz/analysis';
import { copiesOfWeights, partName, type Spec, type WeightValues, withinMemory } from '@helmholtz/core';
import { RunDirectory, finalCheckpoint } from '@helmholtz/core/run';
import { allExamples, type DatasetPair, type TrainingSet } from '@helmholtz/datasets';
import { type SpecOptions, declareSpec } from '@helmholtz/recipes/reading';

import type { BackendOptions, CommonOptions } from '../options.js';
import type { Terminal } from '../terminal.js';
import type { Workspace } from '../workspace.js';
import { reproduce } from './outcome.js';
import { type PreparedTraining, createFolder } from './prepared-training.js';
import { sizesOfSets } from './sizes-of-sets.js';
import { trainingEnvironment } from './training-environment.js';

export interface NewTrainingOptions extends CommonOptions, BackendOptions, SpecOptions {
  readonly out?: string;
}

/** Prepares the training of a command line, in a new run folder. */
export async function newTraining(
  recipeOrFile: string,
  options: NewTrainingOptions,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<PreparedTraining> {
  const { terminal } = workspace;
  let loaded: DatasetPair<TrainingSet> | undefined;
  let declaredColumns: Spec['data']['columns'];
  const declared = await declareSpec(recipeOrFile, options, {
    async factsOf(data) {
      declaredColumns ??= data.columns ?? {};
      loaded = await workspace.loadData(data, signal);
      const train = allExamples(loaded.train);
      const { shape, columns } = train;
      return { shape, columns, ...(columns ? { proposals: proposedColumns(train) } : {}) };
    },
    declare: (recipe, sizes) => workspace.declareRecipe(recipe, sizes),
  });
  const path = options.out ?? defaultRunPath(declared);
  await RunDirectory.checkFree(path);
  const backend = await workspace.selectBackend(options);
  // Errors of the spec come before data are loaded.
  const unfitted = declaredModel(declared, workspace.container);
  const raw = loaded ?? (await workspace.loadData(declared.data, signal));
  const { spec, data, notes, warnings } = fitSpec(unfitted, raw, { declaredColumns });
  const copies = copiesOfWeights(spec.optimizer.name);
  const assembly = withinMemory(() => workspace.assemble(spec), { copies });
  notes.forEach((line) => terminal.status(line));
  warnings.forEach((line) => terminal.warn(line));
  terminal.status(
    `training ${partName(spec.recipe)} on ${spec.data.dataset}: ${sizesOfSets(spec, data)}, backend ${backend}`,
  );
  const command = reproduce(path, { ...options, backend });
  const environment = trainingEnvironment(spec, data, { backend, command, plugins: options.plugin });
  return {
    assembly,
    data,
    backend,
    command,
    environment,
    openFolder: () => createFolder(path, environment),
    weights: await weightsToBeginWith(spec, terminal),
  };
}

/** Reads the weights of the run in `training.weights`. */
export async function weightsToBeginWith(
  { training }: Spec,
  terminal: Terminal,
): Promise<WeightValues | undefined> {
  if (training.weights === undefined) return undefined;
  const run = await RunDirectory.open(training.weights);
  return (await finalCheckpoint(run, (line) => terminal.warn(line))).weights;
}

/** Returns the default run folder: `runs/<recipe>-<data set>-<time>`. */
export function defaultRunPath(spec: Spec, now = new Date()): string {
  const time = now.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  return join('runs', `${partName(spec.recipe)}-${spec.data.dataset}-${time}`);
}
