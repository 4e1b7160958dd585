import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { storageError } from './atomic-write.js';

/**
 * Makes a folder and those on the way to it; one that is there already is as good.
 *
 * Node's own `mkdir` with `recursive` never ends where the system answers ENOENT though the parent is there, as under
 * /proc.
 *
 * @throws HelmholtzError (`storage`)
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    // Another process may have made it meanwhile.
    if (!(await isFolder(path))) throw storageError('create', path, error);
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
