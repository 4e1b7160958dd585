import { type Files, HelmholtzError, joinPath, storageCode, storageError, TEMPORARY } from '@helmholtz/base';

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
async function firstBeyondBeginning(files: Files, path: string): Promise<string | undefined> {
  for (const name of await files.list(path)) {
    if (isOfBeginning(name)) continue;
    const isFolder = runFolders.some((folder) => folder === name);
    if (!isFolder || !(await isEmptyFolder(files, joinPath(path, name)))) return name;
  }
  return undefined;
}

/**
 * Checks that a folder is missing, empty, or has only the beginning of a run.
 *
 * @throws HelmholtzError (`usage`) if the folder holds something more.
 */
export async function checkFree(files: Files, path: string): Promise<void> {
  const first = await firstBeyondBeginning(files, path).catch((error: unknown) => {
    if (storageCode(error) === 'ENOENT') return undefined;
    throw error instanceof HelmholtzError ? storageError('create', path, error.cause) : error;
  });
  if (first === undefined) return;
  throw new HelmholtzError('usage', `The output folder ${path} is not empty (it holds ${first}).`, {
    hint: 'Choose another folder with --out; a run never overwrites anything.',
  });
}

/** Returns the error for a folder without a spec: of a run that only began, or of no run. */
export async function withoutSpec(files: Files, path: string): Promise<HelmholtzError> {
  if (await isOnlyBegun(files, path)) {
    return new HelmholtzError(
      'usage',
      `Nothing was trained in ${path}: the run was interrupted before its spec was written.`,
      { hint: 'Repeat the command that began it: a new run may use the folder.' },
    );
  }
  return new HelmholtzError('usage', `${path} is not the folder of a run: it has no spec.yaml.`, {
    hint: 'Give a folder that `helmholtz train` made, such as runs/vae-digits.',
  });
}

/**
 * Checks that a run without a readable checkpoint was interrupted before its first.
 *
 * @param damaged names of damaged checkpoints.
 * @throws HelmholtzError (`data`) if checkpoints are damaged, or epochs are complete.
 */
export async function checkNothingTrained(
  files: Files,
  path: string,
  damaged: readonly string[],
): Promise<undefined> {
  const { size = 0 } = (await files.stat(joinPath(path, 'metrics.jsonl'))) ?? {};
  if (damaged.length === 0 && size === 0) return undefined;
  const problem =
    damaged.length === 0
      ? `The checkpoints of ${path} are missing, but metrics.jsonl has epochs that were trained.`
      : `No checkpoint of ${path} can be read: ${damaged.join(', ')} ${damaged.length === 1 ? 'is' : 'are'} damaged.`;
  throw new HelmholtzError('data', problem, {
    hint: `Restore the folder checkpoints from a copy, or train the spec anew: helmholtz train ${joinPath(path, 'spec.yaml')}`,
  });
}

/** Returns whether a run was begun in a folder but has no spec yet. Then nothing was trained. */
async function isOnlyBegun(files: Files, path: string): Promise<boolean> {
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
