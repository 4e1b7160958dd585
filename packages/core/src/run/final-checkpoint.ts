import type { Checkpoint } from './checkpoint.js';
import type { RunDirectory } from './run-directory.js';

/**
 * Returns the checkpoint that represents a run: the best epoch with early stopping, otherwise the
 * last. If it is damaged, returns the furthest sound checkpoint.
 *
 * @param tell receives a line about each damaged checkpoint, and about its replacement.
 * @throws HelmholtzError (`storage`, `data`) if no checkpoint can be read.
 *
 * @example
 * ```ts
 * import { memoryFiles } from '@helmholtz/base';
 * import { trainAssembly } from '@helmholtz/core';
 * import { RunDirectory, finalCheckpoint } from '@helmholtz/core/run';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, defaultSpec } from '@helmholtz/recipes';
 *
 * const train = arrayDataset({ name: 'rows', shape: [2], data: [[0, 1], [1, 1]] });
 * const run = await RunDirectory.create('runs/mine', { files: memoryFiles() });
 * const assembly = assemble({ ...defaultSpec('vae', [2]), seed: 1 });
 * await trainAssembly(assembly, { data: { train, test: train }, run: async () => run });
 * console.log((await finalCheckpoint(run)).epoch); // 15
 * ```
 */
export async function finalCheckpoint(
  run: RunDirectory,
  tell: (line: string) => void = console.warn,
): Promise<Checkpoint> {
  const { training } = await run.readSpec();
  const name = training.earlyStopping && (await run.hasCheckpoint('best')) ? 'best' : 'last';
  const { checkpoint = await run.readCheckpoint(name) } = await run.checkpoints.readSound(name, tell);
  return checkpoint;
}
