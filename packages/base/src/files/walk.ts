import type { Files } from './files.js';
import { joinPath } from './paths.js';

/** Returns the files in a folder and all folders below it, as paths relative to it, sorted within each folder. */
export async function* walk(files: Files, folder: string): AsyncGenerator<string> {
  for (const name of await files.list(folder)) {
    const path = joinPath(folder, name);
    if ((await files.stat(path))?.kind !== 'folder') yield name;
    else for await (const below of walk(files, path)) yield joinPath(name, below);
  }
}
