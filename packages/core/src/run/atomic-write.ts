import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';

/** What the names of files end in that are being written; one that is left was cut off, and means nothing. */
export const TEMPORARY = '.tmp';

/**
 * Replaces a file as a whole: writes a temporary file beside it, flushes it to the disk and renames it, so that a
 * reader finds the old contents or the new, never a part, and the new ones stay even where the power fails.
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
    // What stands in the way of writing may stand in the way of removing too; the first error says more.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError('write', path, error);
  }
}

/** Flushes the names in a folder to the disk: until then a file that was renamed may come back under its old name. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and keeps names in a journal of its own.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const hints: Readonly<Record<string, string>> = {
  EACCES: 'You have no permission there: choose another folder with --out, or change its permissions.',
  EPERM: 'You have no permission there: choose another folder with --out, or change its permissions.',
  EIO: 'The disk fails: save what is on it, and choose another with --out.',
  EROFS: 'That file system is read-only: choose another folder with --out.',
  ENOSPC: 'The disk is full: free some space, or choose another disk with --out.',
  EDQUOT: 'Your disk quota is used up: free some space.',
  ENOENT: 'Check the path.',
  EEXIST: 'A file of that name is there: choose another.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
  EISDIR: 'It is a folder, a file was expected.',
  ENAMETOOLONG: 'Choose a shorter name.',
};

/** One line about a failed file operation, with what to do about it. */
export function storageError(
  action: 'read' | 'write' | 'create',
  path: string,
  cause: unknown,
): HelmholtzError {
  if (cause instanceof HelmholtzError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  return new HelmholtzError('storage', `Could not ${action} ${path}: ${code ?? message}.`, {
    hint: hints[code ?? ''] ?? 'Check the disk and the path.',
    cause,
  });
}
