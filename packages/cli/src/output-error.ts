import { exitCodes } from './exit-codes.js';

/**
 * Ends the process if stdout can't be written: silently if the reader has closed it, as `head`
 * does.
 */
export function exitOnOutputError({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit();
  const line = `error: Could not write the output: ${code ?? message}.\n  hint: Check the space and the permissions of its disk.\n`;
  process.stderr.write(line, () => process.exit(exitCodes.failure));
}
