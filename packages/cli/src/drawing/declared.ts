import { HelmholtzError } from '@helmholtz/base';
import {
  type Assembly,
  type Metrics,
  type PhaseUse,
  phaseUses,
  readDeclaration,
  type Spec,
  withShapesOnly,
} from '@helmholtz/core';
import { RunDirectory, readSpecText } from '@helmholtz/core/run';

import { type DataFacts, declareSpec, isRun, isSpecFile } from '@helmholtz/recipes/reading';
import type { CommonOptions } from '../options.js';
import type { SpecOptions } from '@helmholtz/recipes/reading';
import { Workspace } from '../workspace.js';
import { knownData, knownExamples } from './known-data.js';
import type { Subject } from './subject.js';

/** Returns the description of the model of a recipe, a spec file or a run. */
export async function describeDeclared(
  source: string,
  options: CommonOptions & SpecOptions,
): Promise<Omit<Subject, 'name'>> {
  const workspace = await Workspace.open(options);
  const spec = await specOf(source, options, workspace);
  const { model, objective } = await build(spec, workspace, !(await isRun(source)));
  const { samples, monitor } = objective;
  const metrics = await metricsOf(source);
  const dataSize = await examplesOf(source, spec);
  return {
    description: model.description,
    training: {
      samples,
      minimised: monitor.metric,
      ...('phases' in objective ? { phases: await phasesOf(spec, workspace) } : {}),
      ...(metrics ? { metrics } : {}),
      ...(dataSize === undefined ? {} : { dataSize }),
    },
  };
}

/** Returns the inputs of each phase of an objective. This needs a model with values. */
async function phasesOf(spec: Spec, workspace: Workspace): Promise<readonly PhaseUse[]> {
  await workspace.selectBackend({ backend: 'cpu' });
  const { model, objective } = workspace.build(spec);
  return phaseUses(objective, model);
}

/**
 * Returns the number of training examples of a run, or of the data set that a spec file names.
 * Undefined for a recipe, and for a spec without data.
 */
async function examplesOf(source: string, spec: Spec): Promise<number | undefined> {
  if (await isRun(source)) {
    const run = await RunDirectory.open(source);
    const environment = await run.readEnvironment().catch(() => undefined);
    return environment?.examples ?? knownExamples(spec);
  }
  return (await namesData(source)) ? knownExamples(spec) : undefined;
}

async function namesData(source: string): Promise<boolean> {
  if (!isSpecFile(source)) return false;
  const { data } = readDeclaration(await readSpecText(source), source) as { readonly data?: object };
  return data !== undefined && 'dataset' in data;
}

type Built = Pick<Assembly, 'model' | 'objective'>;

/**
 * Builds a model without values, or with values on the cpu backend if its layers compute in build.
 */
async function build(spec: Spec, workspace: Workspace, isNew: boolean): Promise<Built> {
  const built = await buildOnce(spec, workspace);
  if (!isNew) return built;
  const counts = workspace.withNetworkInput(spec, built.model);
  return counts === spec ? built : buildOnce(counts, workspace);
}

async function buildOnce(spec: Spec, workspace: Workspace): Promise<Built> {
  try {
    return withShapesOnly(() => workspace.build(spec));
  } catch (error) {
    if (error instanceof HelmholtzError && error.kind === 'usage') throw error;
    // A real error of the model is thrown again here.
    await workspace.selectBackend({ backend: 'cpu' });
    return workspace.build(spec);
  }
}

/**
 * Returns the metrics of a run's last epoch: of the test, validation or training set, as in the
 * report.
 */
async function metricsOf(source: string): Promise<Metrics | undefined> {
  if (!(await isRun(source))) return undefined;
  const run = await RunDirectory.open(source);
  // A run interrupted in its first epoch has none.
  const lastRow = (await run.readMetrics().catch(() => [])).at(-1);
  return lastRow?.test ?? lastRow?.validation ?? lastRow?.train;
}

async function specOf(source: string, options: SpecOptions, workspace: Workspace): Promise<Spec> {
  if (await isRun(source)) return (await RunDirectory.open(source)).readSpec();
  return declareSpec(source, options, {
    factsOf: (data) => factsOf(data, workspace),
    declare: (recipe, sizes) => workspace.declareRecipe(recipe, sizes),
  });
}

async function loadedFacts(data: Spec['data'], workspace: Workspace): Promise<DataFacts> {
  // Loads the code that reads data only here.
  const { allExamples } = await import('@helmholtz/datasets');
  const { proposedColumns } = await import('@helmholtz/analysis');
  const train = allExamples((await workspace.loadData({ ...data, padding: 'none' })).train);
  const { shape, columns } = train;
  return { shape, columns, ...(columns ? { proposals: proposedColumns(train) } : {}) };
}

/** Returns the shape and columns of the data. Well-known data sets are not loaded for it. */
async function factsOf(data: Spec['data'], workspace: Workspace): Promise<DataFacts> {
  const knownFacts: DataFacts | undefined = knownData[data.dataset];
  const { shape, ...facts } = knownFacts ?? (await loadedFacts(data, workspace));
  return data.padding === 'none'
    ? { shape, ...facts }
    : { shape: [data.padding, data.padding, ...shape.slice(2)] };
}
