import { type Files, folderOf, HelmholtzError, joinPath, pathFrom, platform } from '@helmholtz/base';
import { parseSpec, readDeclaration } from '@helmholtz/core';
import { readSpecText } from '@helmholtz/core/run';

import { type Declaration, part } from './declaration.js';

/**
 * Checks whether an argument names a spec file, by its extension: `.yaml`, `.yml` or `.json`.
 *
 * @example
 * ```ts
 * import { isSpecFile } from '@helmholtz/recipes/reading';
 *
 * console.log(isSpecFile('model.yaml'), isSpecFile('vae')); // true false
 * ```
 */
export function isSpecFile(argument: string): boolean {
  return /\.(ya?ml|json)$/i.test(argument);
}

/**
 * Checks whether an argument names the folder of a run: it holds a `spec.yaml`.
 *
 * @example
 * ```ts
 * import { isRun } from '@helmholtz/recipes/reading';
 * import { mkdir, writeFile } from 'node:fs/promises';
 *
 * await mkdir('my-run');
 * await writeFile('my-run/spec.yaml', 'recipe: vae');
 * console.log(await isRun('my-run')); // true
 * ```
 */
export async function isRun(argument: string, files: Files = platform.files): Promise<boolean> {
  const status = await files.stat(joinPath(argument, 'spec.yaml')).catch(() => undefined);
  return status?.kind === 'file';
}

/**
 * Reads a YAML or JSON file, without validating it as a spec. Relative folders in it are resolved
 * against the folder of the file.
 *
 * @throws HelmholtzError (`usage`) if the file is missing, is not YAML or JSON, or holds no
 * mapping.
 *
 * @example
 * ```ts
 * import { readSpecFile } from '@helmholtz/recipes/reading';
 * import { writeFile } from 'node:fs/promises';
 *
 * await writeFile('model.yaml', 'recipe: vae\nseed: 3\n');
 * console.log(await readSpecFile('model.yaml')); // { recipe: 'vae', seed: 3 }
 * ```
 */
export async function readSpecFile(path: string, files: Files = platform.files): Promise<Declaration> {
  if ((await files.stat(path)) === undefined) {
    throw new HelmholtzError('usage', `There is no file ${path}.`, {
      hint: 'Give its path from the working directory, or an absolute path.',
    });
  }
  const declaration = readDeclaration(await readSpecText(path, files), path);
  // The schema reports anything but a mapping, with the file's name.
  return part(declaration) && typeof declaration !== 'string'
    ? withWholePaths(declaration as Declaration, folderOf(files.absolute(path)), files)
    : parseSpec(declaration, path);
}

function withWholePaths(declaration: Declaration, folder: string, files: Files): Declaration {
  const withAbsolutePath = (section: string, entry: string): Declaration => {
    const entries = part(declaration[section]);
    const path = entries?.[entry];
    if (typeof path !== 'string') return {};
    return { [section]: { ...entries, [entry]: files.absolute(pathFrom(folder, path)) } };
  };
  return {
    ...declaration,
    ...withAbsolutePath('data', 'dataDir'),
    ...withAbsolutePath('training', 'weights'),
  };
}

/** @throws HelmholtzError (`usage`) for a path that is neither a recipe nor a spec file. */
export async function refusePath(argument: string, files?: Files): Promise<void> {
  if (!/[\\/]/.test(argument)) return;
  const spec = joinPath(argument, 'spec.yaml');
  const hint = (await isRun(argument, files))
    ? `This is the folder of a run. Its spec is ${spec}.`
    : 'Give the name of a recipe, such as vae, or a file with the extension .yaml, .yml or .json.';
  throw new HelmholtzError('usage', `${argument} is neither a recipe nor a spec file.`, { hint });
}
