import { exitCodes } from './exit-codes.js';

/** Streams of a process, and its end. */
type OutputProcess = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'exitCode'>;

/**
 * Lets a command finish its work if stdout or stderr cannot be written: a reader such as `head` has
 * closed the pipe, the disk is full, the terminal is gone. Without it, Node ends the process in the
 * middle of the work.
 *
 * Progress and warnings that stderr does not take are lost. Results that stdout does not take are a
 * failure: the exit code is 141 after a closed pipe, as in shells, otherwise 1.
 */
export function surviveOutputErrors(process: OutputProcess): void {
  let failure: number | undefined;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    const isFirst = failure === undefined;
    failure ??= code === 'EPIPE' ? exitCodes.brokenPipe : exitCodes.failure;
    // The reader of a pipe has closed it on purpose.
    if (!isFirst || code === 'EPIPE') return;
    process.stderr.write(
      `error: Could not write the output: ${code ?? message}.\n  hint: Check the space and the permissions of its disk.\n`,
    );
  });
  process.on('exit', (exitCode) => {
    if (exitCode === exitCodes.success && failure !== undefined) process.exitCode = failure;
  });
}
