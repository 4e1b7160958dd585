import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { TEMPORARY } from './atomic-write.js';
import { isLock } from './run-lock.js';

/** The folders of a run; empty until something was trained. */
export const runFolders = ['checkpoints', 'figures'] as const;

/** What is written before the spec, and the spec where it was cut off. A lock tells by itself who comes at the same time. */
function isOfBeginning(name: string): boolean {
  const [, whole = name] = new RegExp(`^(.*)\\.\\d+\\${TEMPORARY}$`).exec(name) ?? [];
  return isLock(whole) || whole === 'environment.json' || (whole === 'spec.yaml' && whole !== name);
}

/**
 * The name of what is in a folder beyond the beginning of a run; undefined where there is nothing more.
 *
 * @throws the error of the file system where the folder can't be read.
 */
export async function firstBeyondBeginning(path: string): Promise<string | undefined> {
  for (const name of await readdir(path)) {
    if (isOfBeginning(name)) continue;
    const isFolder = runFolders.some((folder) => folder === name);
    if (!isFolder || !(await isEmptyFolder(join(path, name)))) return name;
  }
  return undefined;
}

/** Whether a run was begun in a folder, and has no spec yet: nothing was trained by then. */
export async function isOnlyBegun(path: string): Promise<boolean> {
  try {
    return !(await isEmptyFolder(path)) && (await firstBeyondBeginning(path)) === undefined;
  } catch {
    return false;
  }
}

async function isEmptyFolder(path: string): Promise<boolean> {
  return readdir(path).then(
    ({ length }) => length === 0,
    () => false,
  );
}
