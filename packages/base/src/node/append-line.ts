import { open } from 'node:fs/promises';

import { storageError } from '../files/storage-error.js';

/**
 * Appends a line to a file and flushes it to the disk. If that fails, no part of the line stays.
 *
 * @throws HelmholtzError (`storage`)
 */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    const file = await open(path, 'a');
    try {
      const { size } = await file.stat();
      try {
        await file.writeFile(`${line}\n`);
        await file.sync();
      } catch (error) {
        // The first failure is the one to report.
        await file.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw storageError('write', path, error);
  }
}
