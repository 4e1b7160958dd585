import { joinPath } from '@helmholtz/base';
import {
  type Assembly,
  type LatentVariableModel,
  restoreAssembly,
  type Spec,
  type StepCompiler,
  writeWeights,
} from '@helmholtz/core';
import { type Checkpoint, RunDirectory, checkTrainedSpec, finalCheckpoint } from '@helmholtz/core/run';
import type { Dataset } from '@helmholtz/datasets';
import { assemble as assembleSpec } from '@helmholtz/recipes';

import { chooseMissing } from './choose-missing.js';
import { completeExamples } from './complete-examples.js';
import { dataOfRun, type DataOfRunOptions, type LoadSpecData } from './data-of-run.js';
import { fittedOfRun } from './fitted-of-run.js';
import { loadData as loadSpecData } from './load-data.js';
import type { TrainedRun } from './trained-run.js';

export interface OpenRunOptions extends Omit<DataOfRunOptions, 'examples'> {
  /**
   * Whether examples are needed, also as a function of the model; true by default. Without examples,
   * the data have their shape and columns only.
   */
  readonly examples?: boolean | ((model: LatentVariableModel) => boolean) | undefined;
  /**
   * Compiles evaluations, such as `compileSteps` of `@helmholtz/backend-onnx`. Eager by default.
   */
  readonly compile?: StepCompiler | undefined;
  /**
   * Whether to use a spec.yaml with other entries than the spec that the checkpoint was trained
   * with. False by default: an error names the entries.
   */
  readonly acceptSpec?: boolean | undefined;
  /** Builds the model. With plugins: `(spec) => assemble(spec, plugins)`. */
  readonly assemble?: ((spec: Spec) => Assembly) | undefined;
  /**
   * Loads the data, and applies the parameters fitted to the training data. With data sets of
   * plugins: `(data, signal, fitted) => loadData(data, { sources, signal, fitted })`.
   */
  readonly loadData?: LoadSpecData | undefined;
}

/** A trained run that was read from its folder. */
export interface OpenedRun extends TrainedRun, Assembly {
  readonly directory: RunDirectory;
  /** The checkpoint that the model's weights come from. */
  readonly checkpoint: Checkpoint;
  /**
   * Loads the training set of the spec. If it has parts, the parts with values for all inputs of
   * the model are joined.
   */
  readonly loadTraining: () => Promise<Dataset>;
}

/**
 * Opens the folder of a run: builds its model, restores the weights and loads the data with the
 * parameters fitted to the training data.
 *
 * @throws HelmholtzError (`usage`) for a folder without a run or a run that needs plugins;
 * (`storage`, `data`) without a readable checkpoint or data; (`data`) if its spec.yaml is not the spec
 * that the checkpoint was trained with.
 *
 * @example
 * ```ts
 * import { openRun } from '@helmholtz/analysis';
 * import { trainAssembly } from '@helmholtz/core';
 * import { RunDirectory } from '@helmholtz/core/run';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [4] }, latents, networks };
 * const rows = [[0, 1, 0, 1], [1, 0, 1, 0]];
 * const images = arrayDataset({ name: 'tiny', shape: [2, 2, 1], data: rows });
 * const data = { train: images, test: images };
 * const folder = 'runs/to-open';
 * await trainAssembly(assemble(spec), { data, run: () => RunDirectory.create(folder) });
 *
 * const run = await openRun(folder, { loadData: () => Promise.resolve(data) });
 * console.log(run.checkpoint.epoch); // 15
 * ```
 */
export async function openRun(
  path: string,
  {
    compile,
    assemble = assembleSpec,
    loadData = (data, signal, fitted) => loadSpecData(data, { signal, fitted, onWarning: options.onWarning }),
    ...options
  }: OpenRunOptions = {},
): Promise<OpenedRun> {
  const directory = await RunDirectory.open(path);
  const trained = assemble(await directory.readSpec());
  const fitted = await fittedOfRun(directory);
  const { examples: needed = true, acceptSpec, onWarning } = options;
  const first = await finalCheckpoint(directory, onWarning);
  const source = joinPath(path, 'spec.yaml');
  checkTrainedSpec(trained.spec, first.spec, { source, acceptSpec, onWarning });
  writeWeights(trained.model, first.weights);
  const examples = typeof needed === 'boolean' ? needed : needed(trained.model);
  const data = await dataOfRun(trained.spec.data, fitted, loadData, { ...options, examples });
  // Layers that fill in missing values have no weights: a model without them takes them on.
  const { spec } = chooseMissing(trained, data, 'neutral');
  const same = JSON.stringify(spec) === JSON.stringify(trained.spec);
  const assembly = same ? trained : assemble(spec);
  const checkpoint = same ? first : await restoreAssembly(assembly, directory);
  const loadTraining: OpenedRun['loadTraining'] = async () =>
    completeExamples(assembly.model, (await loadData(assembly.spec.data, options.signal, fitted)).train);
  return { ...assembly, ...data, compile, directory, checkpoint, loadTraining };
}
