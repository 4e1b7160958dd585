import { type Files, joinPath, TEMPORARY } from '@helmholtz/base';

import { FORMAT_FILE } from './run-format.js';
import { isLock } from './run-lock.js';

/** Folders inside the folder of a run. They are empty until something was trained. */
export const runFolders = ['checkpoints', 'figures'] as const;

const temporary = new RegExp(`^(.*)\\.\\d+\\${TEMPORARY}$`);

/**
 * Whether a file is written before the spec, or is a spec that was never completed. Locks are
 * checked elsewhere.
 */
function isOfBeginning(name: string): boolean {
  const [, whole = name] = temporary.exec(name) ?? [];
  const before = whole === FORMAT_FILE || whole === 'environment.json';
  return isLock(whole) || before || (whole === 'spec.yaml' && whole !== name);
}

/**
 * Returns the name of something in a folder beyond the beginning of a run; undefined if there is
 * nothing more.
 *
 * @throws HelmholtzError (`storage`) if the folder can't be read.
 */
export async function firstBeyondBeginning(files: Files, path: string): Promise<string | undefined> {
  for (const name of await files.list(path)) {
    if (isOfBeginning(name)) continue;
    const isFolder = runFolders.some((folder) => folder === name);
    if (!isFolder || !(await isEmptyFolder(files, joinPath(path, name)))) return name;
  }
  return undefined;
}

/** Returns whether a run was begun in a folder but has no spec yet. Then nothing was trained. */
export async function isOnlyBegun(files: Files, path: string): Promise<boolean> {
  try {
    return !(await isEmptyFolder(files, path)) && (await firstBeyondBeginning(files, path)) === undefined;
  } catch {
    return false;
  }
}

async function isEmptyFolder(files: Files, path: string): Promise<boolean> {
  return files.list(path).then(
    ({ length }) => length === 0,
    () => false,
  );
}
