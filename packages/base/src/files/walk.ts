import type { Files } from './files.js';
import { joinPath } from './paths.js';

/**
 * Returns the files in a folder and all folders below it, as paths relative to it, sorted within
 * each folder.
 *
 * @example
 * ```ts
 * import { memoryFiles, walk } from '@helmholtz/base';
 *
 * const files = memoryFiles({ '/run/spec.yaml': '', '/run/figures/nelbo.svg': '' });
 * const paths: string[] = [];
 * for await (const path of walk(files, '/run')) paths.push(path);
 * paths; // ['figures/nelbo.svg', 'spec.yaml']
 * ```
 */
export async function* walk(files: Files, folder: string): AsyncGenerator<string> {
  for (const name of await files.list(folder)) {
    const path = joinPath(folder, name);
    if ((await files.stat(path))?.kind !== 'folder') yield name;
    else for await (const below of walk(files, path)) yield joinPath(name, below);
  }
}
