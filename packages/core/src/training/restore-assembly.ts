import type { Checkpoint } from '../run/checkpoint.js';
import { finalCheckpoint } from '../run/final-checkpoint.js';
import type { RunDirectory } from '../run/run-directory.js';
import type { Assembly } from './train-assembly.js';
import { writeWeights } from './weights.js';

/**
 * Restores the final weights of a run in the model of its spec.
 *
 * @param tell receives a line about each damaged checkpoint, and about its replacement.
 * @returns the checkpoint of the weights.
 * @throws HelmholtzError (`storage`, `data`) if no checkpoint can be read, or it belongs to another
 *   model.
 *
 * @example
 * ```ts
 * import { memoryFiles } from '@helmholtz/base';
 * import { restoreAssembly, trainAssembly } from '@helmholtz/core';
 * import { RunDirectory } from '@helmholtz/core/run';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, defaultSpec } from '@helmholtz/recipes';
 *
 * const train = arrayDataset({ name: 'rows', shape: [2], data: [[0, 1], [1, 1]] });
 * const run = await RunDirectory.create('runs/mine', { files: memoryFiles() });
 * const data = { train, test: train };
 * await trainAssembly(assemble(defaultSpec('vae', [2])), { data, run: async () => run });
 * const assembly = assemble(await run.readSpec());
 * console.log((await restoreAssembly(assembly, run)).step); // 15
 * ```
 */
export async function restoreAssembly(
  { model }: Pick<Assembly, 'model'>,
  run: RunDirectory,
  tell?: (line: string) => void,
): Promise<Checkpoint> {
  const checkpoint = await finalCheckpoint(run, tell);
  writeWeights(model, checkpoint.weights);
  return checkpoint;
}
