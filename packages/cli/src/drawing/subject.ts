import { basename, extname, resolve } from 'node:path';

import type { ModelDescription, Spec } from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';

import { type SpecOptions, declareSpec, isRun } from '../declaration.js';
import type { CommonOptions } from '../options.js';
import { Workspace } from '../workspace.js';

/** A model that is to be drawn, and what it is called in the names of files. */
export interface Subject {
  readonly name: string;
  readonly description: ModelDescription;
  /** How many draws of the latents the objective takes for each example; one if not given. */
  readonly samples?: number | undefined;
}

/** The models that the arguments of a command line name: recipes, files, folders of runs. */
export async function openSubjects(
  sources: readonly string[],
  options: CommonOptions & SpecOptions,
): Promise<Subject[]> {
  const workspace = await Workspace.open(options);
  // Layers make their weights when they are connected, which takes a backend, but no computing.
  await workspace.selectBackend({ backend: 'cpu' });
  const subjects: Subject[] = [];
  for (const source of sources) {
    const { model, objective } = workspace.assemble(await specOf(source, options, workspace));
    subjects.push({ name: nameOf(source), description: model.description, samples: objective.samples });
  }
  return subjects;
}

/** `vae` for the recipe, for `models/vae.yaml` and for the folder `runs/vae`. */
function nameOf(source: string): string {
  const path = resolve(source);
  return basename(path, extname(path));
}

async function specOf(source: string, options: SpecOptions, workspace: Workspace): Promise<Spec> {
  if (await isRun(source)) return (await RunDirectory.open(source)).readSpec();
  return declareSpec(source, options, {
    shapeOf: (data) => shapeOf(data, workspace),
    declare: (recipe, sizes) => workspace.declareRecipe(recipe, sizes),
  });
}

/** The shape of an example, without loading the data where it is known that they are MNIST's or of its kind. */
async function shapeOf(data: Spec['data'], workspace: Workspace): Promise<readonly number[]> {
  const { train } = ['digits', 'mnist', 'fashion-mnist'].includes(data.dataset)
    ? { train: { shape: [28, 28, 1] } }
    : await workspace.loadData({ ...data, padding: 'none' });
  return data.padding === 'none' ? train.shape : [data.padding, data.padding, ...train.shape.slice(2)];
}
