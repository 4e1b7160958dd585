import { HelmholtzError } from '@helmholtz/base';

/** How far a task has come. */
export interface Progress {
  /** Current task, such as `evaluating digits/test (1000 examples)`. */
  readonly task: string;
  readonly done: number;
  readonly total: number;
}

/** Options of every function that may take long. */
export interface WorkOptions {
  /** Aborts the work. */
  readonly signal?: AbortSignal | undefined;
  /** Called at the beginning of each task with 0 done, then as the task proceeds. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** @throws HelmholtzError (`interrupted`) for a signal that is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, task: string): void {
  if (!signal?.aborted) return;
  throw new HelmholtzError('interrupted', `Interrupted: ${task}.`, { hint: 'Run it again.' });
}

/** Reports the beginning of a task and returns a callback that reports how far it has come. */
export function reportTask({ onProgress }: WorkOptions, task: string): (done: number, total: number) => void {
  onProgress?.({ task, done: 0, total: 1 });
  return (done, total) => onProgress?.({ task, done, total });
}
