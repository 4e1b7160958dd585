import { type Assembly, restoreAssembly, type Spec, type StepCompiler } from '@helmholtz/core';
import { type Checkpoint, RunDirectory } from '@helmholtz/core/run';
import type { DatasetPair } from '@helmholtz/datasets';
import { assemble as assembleSpec } from '@helmholtz/recipes';

import { loadData as loadSpecData } from './load-data.js';
import type { TrainedRun } from './trained-run.js';

export interface OpenRunOptions {
  /** Folder with the data set's files; the folder that the run was trained on by default. */
  readonly dataDir?: string | undefined;
  /** Compiles evaluations, such as `compileSteps` of `@helmholtz/backend-onnx`. Eager by default. */
  readonly compile?: StepCompiler | undefined;
  /** Builds the model. With plugins: `(spec) => assemble(spec, plugins)`. */
  readonly assemble?: ((spec: Spec) => Assembly) | undefined;
  /** Loads the data. With data sets of plugins: `(data, signal) => loadData(data, { sources, signal })`. */
  readonly loadData?: ((data: Spec['data'], signal?: AbortSignal) => Promise<DatasetPair>) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with a line about a damaged checkpoint and the one that replaces it. */
  readonly onWarning?: ((line: string) => void) | undefined;
}

/** A trained run that was read from its folder. */
export interface OpenedRun extends TrainedRun, Assembly {
  readonly directory: RunDirectory;
  /** The checkpoint that the model's weights come from. */
  readonly checkpoint: Checkpoint;
  /** Loads the data again, prepared in another way. */
  readonly reload: (changes: Partial<Spec['data']>) => Promise<DatasetPair>;
}

/**
 * Opens the folder of a run: builds its model, restores the weights and loads the data.
 *
 * @throws HelmholtzError (`usage`) for a folder without a run or a run that needs plugins; (`storage`, `data`) without a
 *   readable checkpoint or data.
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
 * const images = arrayDataset({ name: 'tiny', shape: [2, 2, 1], data: [[0, 1, 0, 1], [1, 0, 1, 0]] });
 * const data = { train: images, test: images };
 * const folder = `/tmp/helmholtz-${process.pid}-open`;
 * await trainAssembly(assemble(spec), { data, run: () => RunDirectory.create(folder) });
 *
 * const run = await openRun(folder, { loadData: () => Promise.resolve(data) });
 * console.log(run.checkpoint.epoch); // 15
 * ```
 */
export async function openRun(
  path: string,
  {
    dataDir,
    compile,
    assemble = assembleSpec,
    loadData = (data, signal) => loadSpecData(data, { signal }),
    signal,
    onWarning,
  }: OpenRunOptions = {},
): Promise<OpenedRun> {
  const directory = await RunDirectory.open(path);
  const assembly = assemble(await directory.readSpec());
  const checkpoint = await restoreAssembly(assembly, directory, onWarning);
  const declared = { ...assembly.spec.data, ...(dataDir === undefined ? {} : { dataDir }) };
  const reload: OpenedRun['reload'] = (changes) => loadData({ ...declared, ...changes }, signal);
  return { ...assembly, ...(await reload({})), compile, directory, checkpoint, reload };
}
