/**
 * Joins parts of a path with `/`: `joinPath('runs/a/', 'spec.yaml')` is `runs/a/spec.yaml`. Empty
 * parts are left out.
 *
 * @example
 * ```ts
 * import { joinPath } from '@helmholtz/base';
 *
 * joinPath('runs/a/', 'spec.yaml'); // 'runs/a/spec.yaml'
 * ```
 */
export function joinPath(...parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== '');
  return filled
    .map((part, index) => (index < filled.length - 1 && part !== '/' ? part.replace(/\/+$/, '') : part))
    .join('/')
    .replace(/^\/\/+/, '/');
}

/**
 * Returns the last part of a path.
 *
 * @example
 * ```ts
 * import { nameOf } from '@helmholtz/base';
 *
 * nameOf('runs/a/spec.yaml'); // 'spec.yaml'
 * ```
 */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Returns the folder that a path lies in; `.` for a name alone.
 *
 * @example
 * ```ts
 * import { folderOf } from '@helmholtz/base';
 *
 * folderOf('runs/a/spec.yaml'); // 'runs/a'
 * ```
 */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  if (end < 0) return '.';
  return path.slice(0, end) || '/';
}

/**
 * Returns a path as seen from a folder: an absolute path as it is, any other joined to the folder.
 *
 * @example
 * ```ts
 * import { pathFrom } from '@helmholtz/base';
 *
 * pathFrom('/models', 'arrays'); // '/models/arrays'
 * pathFrom('/models', '/data/arrays'); // '/data/arrays'
 * ```
 */
export function pathFrom(folder: string, path: string): string {
  const isAbsolute = /^([a-z]:)?[\\/]/i.test(path);
  return isAbsolute ? path : joinPath(folder, path);
}

/**
 * Returns a path from the root of all folders, without `.`, `..` and doubled slashes. Relative
 * paths begin at the root.
 */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
