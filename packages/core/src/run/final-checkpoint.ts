import type { Checkpoint } from './checkpoint.js';
import type { RunDirectory } from './run-directory.js';

/**
 * Returns the checkpoint that represents a run: the best epoch with early stopping, otherwise the last. If it is damaged,
 * returns the furthest sound checkpoint.
 *
 * @param tell receives a line about each damaged checkpoint, and about the one that is used instead.
 * @throws HelmholtzError (`storage`, `data`) if no checkpoint can be read.
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
