import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { storageError } from '../files/storage-error.js';

/**
 * Makes a folder and its parents. Does nothing if the folder exists.
 *
 * Node's own `mkdir` with `recursive` never ends if the system answers ENOENT although the parent
 * exists, as under /proc.
 *
 * @throws HelmholtzError (`storage`)
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    // Another process may have made it in the meantime.
    if (!(await isFolder(path))) throw storageError('create', path, error);
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
