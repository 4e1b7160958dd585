import { readFile, stat } from 'node:fs/promises';

import { dataLimits, HelmholtzError } from '@helmholtz/base';
import { storageError } from './atomic-write.js';

/**
 * Reads a file whole, once it is known to be an ordinary one of at most `most` bytes: a device or a pipe might never end.
 *
 * @throws HelmholtzError (`storage`) where it can't be read, (`data`) where it is no such file.
 */
export async function readFileUpTo(path: string, most: number): Promise<Buffer> {
  const reading = (error: unknown): never => {
    throw storageError('read', path, error);
  };
  const found = await stat(path).catch(reading);
  if (!found.isFile() && !found.isDirectory()) {
    throw new HelmholtzError('data', `${path} is a device or a pipe, a file was expected.`, {
      hint: 'Write its contents to a file first.',
    });
  }
  if (found.isFile() && found.size > most) {
    throw new HelmholtzError('data', `${path} has ${found.size} bytes, at most ${most} were expected.`, {
      hint: 'It is not what its name says, or it is damaged.',
    });
  }
  return readFile(path).catch(reading);
}

/** The text of a file that declares a spec; what is longer than any is not read. */
export async function readSpecText(path: string): Promise<string> {
  // A character takes up to three bytes.
  return (await readFileUpTo(path, 3 * dataLimits.specLength)).toString();
}
