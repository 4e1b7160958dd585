import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { TEMPORARY } from '../files/files.js';
import { storageError } from '../files/storage-error.js';

/**
 * Replaces a file as a whole: writes a temporary file beside it, flushes it to the disk and renames
 * it. A reader finds the old contents or the new, never a part, and the new contents stay even if
 * the power fails.
 *
 * @throws HelmholtzError (`storage`)
 */
export async function writeFileAtomic(path: string, contents: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}${TEMPORARY}`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    // Removing may fail for the same reason as writing. The first error is more useful.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError('write', path, error);
  }
}

/**
 * Flushes the names in a folder to the disk. Until then a renamed file may come back under its old
 * name.
 */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and keeps names in a journal of its own.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
