import type { Checkpoint } from '../run/checkpoint.js';
import { finalCheckpoint } from '../run/final-checkpoint.js';
import type { RunDirectory } from '../run/run-directory.js';
import type { Assembly } from './train-assembly.js';
import { writeWeights } from './weights.js';

/**
 * Puts the weights that a run ended with into the model of its spec.
 *
 *     const run = await RunDirectory.open('runs/mine');
 *     const assembly = assemble(await run.readSpec());
 *     await restoreAssembly(assembly, run);
 *
 * @param tell is told, in one line, of what could not be read, and what was taken instead.
 * @returns the checkpoint that they are from.
 * @throws HelmholtzError (`storage`, `data`) where there is none that can be read, or it is of another model.
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
