import type { Checkpoint } from '../run/checkpoint.js';
import type { RunDirectory } from '../run/run-directory.js';
import type { Assembly } from './train-assembly.js';
import { writeWeights } from './weights.js';

/**
 * Puts the weights that a run ended with into the model of its spec: those of the best epoch where training may stop
 * early, unless it ended within its first; else the last. Where that checkpoint is damaged, those of the sound one that
 * came furthest.
 *
 *     const run = await RunDirectory.open('runs/mine');
 *     const assembly = assemble(await run.readSpec());
 *     await restoreAssembly(assembly, run);
 *
 * @param tell is told, in one line, of what could not be read, and what was taken instead.
 * @returns the checkpoint that they are from.
 * @throws HelmholtzError (`data`) where there is none, or it is of another model.
 */
export async function restoreAssembly(
  { spec, model }: Pick<Assembly, 'spec' | 'model'>,
  run: RunDirectory,
  tell: (line: string) => void = console.warn,
): Promise<Checkpoint> {
  const mayHaveBest = spec.training.earlyStopping !== undefined && (await run.hasCheckpoint('best'));
  const name = mayHaveBest ? 'best' : 'last';
  const { checkpoint = await run.readCheckpoint(name) } = await run.checkpoints.readSound(name, tell);
  writeWeights(model, checkpoint.weights);
  return checkpoint;
}
