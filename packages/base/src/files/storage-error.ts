import { HelmholtzError } from '../errors.js';

type Action = 'read' | 'write' | 'create';

const hints: Readonly<Record<string, string>> = {
  EIO: 'The disk reports a hardware error: copy your files to another disk, and use that.',
  EROFS: 'That file system is read-only: choose another folder.',
  ENOSPC: 'The disk is full: free some space, or choose a folder on another disk.',
  EDQUOT: 'Your disk quota is used up: free some space.',
  ENOENT: 'Check the path.',
  EEXIST: 'A file of that name exists: choose another name.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
  EISDIR: 'It is a folder, a file was expected.',
  ENAMETOOLONG: 'Choose a shorter name.',
  EINVAL: 'Choose a name without unusual characters.',
};

/**
 * Returns one line about a failed file operation, with a hint. An error of ours is returned as it
 * is.
 *
 * @param cause error of the file system, whose `code` is shown.
 *
 * @example
 * ```ts
 * import { storageError } from '@helmholtz/base';
 *
 * const cause = Object.assign(new Error('no space'), { code: 'ENOSPC' });
 * storageError('write', 'runs/a', cause).message; // 'Could not write runs/a: ENOSPC.'
 * ```
 */
export function storageError(action: Action, path: string, cause: unknown): HelmholtzError {
  if (cause instanceof HelmholtzError) return cause;
  const code = codeOf(cause);
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  return new HelmholtzError('storage', `Could not ${action} ${path}: ${reason}.`, {
    hint: hintFor(action, code),
    cause,
  });
}

function hintFor(action: Action, code: string | undefined): string {
  if (code !== 'EACCES' && code !== 'EPERM')
    return hints[code ?? ''] ?? 'Check that the path is right and the disk is in order.';
  const other = action === 'read' ? '' : ', or choose another folder';
  return `You have no permission to ${action} it: change its permissions${other}.`;
}

/**
 * Returns the code of the file system, such as `ENOENT`, if an error is of kind `storage` and has
 * one.
 *
 * @example
 * ```ts
 * import { memoryFiles, storageCode } from '@helmholtz/base';
 *
 * const error: unknown = await memoryFiles().read('/none').catch((error: unknown) => error);
 * storageCode(error); // 'ENOENT'
 * ```
 */
export function storageCode(error: unknown): string | undefined {
  return error instanceof HelmholtzError && error.kind === 'storage' ? codeOf(error.cause) : undefined;
}

/** Node refuses some characters in names by an error of its own. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code === 'ERR_INVALID_ARG_VALUE' ? 'EINVAL' : error.code;
}
