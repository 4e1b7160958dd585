import { type Assembly, HelmholtzError, type Metrics, type Spec } from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';

import { type DataFacts, type SpecOptions, declareSpec, isRun } from '../declaration.js';
import type { CommonOptions } from '../options.js';
import { Workspace } from '../workspace.js';
import { withShapesOnly } from './shapes-only.js';
import type { Subject } from './subject.js';

/** The description of the model that a recipe, a file or a run declares. */
export async function describeDeclared(
  source: string,
  options: CommonOptions & SpecOptions,
): Promise<Omit<Subject, 'name'>> {
  const workspace = await Workspace.open(options);
  const { model, objective } = await assemble(await specOf(source, options, workspace), workspace);
  const { samples, monitor } = objective;
  const metrics = await metricsOf(source);
  return {
    description: model.description,
    training: { samples, minimised: monitor.metric, ...(metrics ? { metrics } : {}) },
  };
}

/** A model that is built without values; one whose layers compute while they are built, on a backend that can. */
async function assemble(spec: Spec, workspace: Workspace): Promise<Assembly> {
  try {
    return await withShapesOnly(() => workspace.assemble(spec));
  } catch (error) {
    if (error instanceof HelmholtzError && error.kind === 'usage') throw error;
    // Whatever else is wrong with the model itself is told from here.
    await workspace.selectBackend({ backend: 'cpu' });
    return workspace.assemble(spec);
  }
}

/** The metrics of a run's last epoch: of the test set where it was evaluated on it, as the report tells them. */
async function metricsOf(source: string): Promise<Metrics | undefined> {
  if (!(await isRun(source))) return undefined;
  const run = await RunDirectory.open(source);
  // A run that ended before its first epoch has none.
  const last = (await run.readMetrics().catch(() => [])).at(-1);
  return last?.test ?? last?.validation ?? last?.train;
}

async function specOf(source: string, options: SpecOptions, workspace: Workspace): Promise<Spec> {
  if (await isRun(source)) return (await RunDirectory.open(source)).readSpec();
  return declareSpec(source, options, {
    factsOf: (data) => factsOf(data, workspace),
    declare: (recipe, sizes) => workspace.declareRecipe(recipe, sizes),
  });
}

/** What is known of the data, without loading them where they are MNIST's or of its kind. */
async function factsOf(data: Spec['data'], workspace: Workspace): Promise<DataFacts> {
  const { shape, columns } = ['digits', 'mnist', 'fashion-mnist'].includes(data.dataset)
    ? { shape: [28, 28, 1] }
    : (await workspace.loadData({ ...data, padding: 'none' })).train;
  return data.padding === 'none'
    ? { shape, columns }
    : { shape: [data.padding, data.padding, ...shape.slice(2)] };
}
