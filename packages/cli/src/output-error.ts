import { exitCodes } from './exit-codes.js';

/** Ends the process where what it says can't be written: quietly where the reader has left, as `head` does. */
export function exitOnOutputError({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit();
  const line = `error: Could not write the output: ${code ?? message}.\n  hint: Check the disk that it goes to.\n`;
  process.stderr.write(line, () => process.exit(exitCodes.failure));
}
