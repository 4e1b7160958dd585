import type { Checkpoint } from './checkpoint.js';
import type { RunDirectory } from './run-directory.js';

/**
 * The checkpoint that stands for a run: that of the best epoch where training may stop early, unless it ended within its
 * first; else the last. Where it is damaged, the sound one that came furthest.
 *
 * @param tell is told, in one line, of what could not be read, and what was taken instead.
 * @throws HelmholtzError (`storage`, `data`) where there is none that can be read.
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
