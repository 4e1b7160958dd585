import { type Files, folderOf, HelmholtzError, joinPath, pathFrom, platform } from '@helmholtz/base';
import { parseSpec, readDeclaration } from '@helmholtz/core';
import { readSpecText } from '@helmholtz/core/run';

import { type Declaration, part } from './declaration.js';

/** Whether an argument names a file rather than a recipe. */
export function isSpecFile(argument: string): boolean {
  return /\.(ya?ml|json)$/i.test(argument);
}

/** Whether an argument names the folder of a run. */
export async function isRun(argument: string, files: Files = platform.files): Promise<boolean> {
  const found = await files.stat(joinPath(argument, 'spec.yaml')).catch(() => undefined);
  return found?.kind === 'file';
}

/**
 * Reads what a YAML or JSON file declares, not yet checked to be a spec. Folders that it names are made absolute: the file
 * names them from where it lies.
 *
 * @throws HelmholtzError (`usage`) for a file that does not exist, can't be read as YAML or JSON, or holds no mapping.
 *
 * @example
 * ```ts
 * import { readSpecFile } from '@helmholtz/recipes/reading';
 * import { writeFile } from 'node:fs/promises';
 *
 * await writeFile('/tmp/helmholtz-model.yaml', 'recipe: vae\nseed: 3\n');
 * console.log(await readSpecFile('/tmp/helmholtz-model.yaml')); // { recipe: 'vae', seed: 3 }
 * ```
 */
export async function readSpecFile(path: string, files: Files = platform.files): Promise<Declaration> {
  if ((await files.stat(path)) === undefined) {
    throw new HelmholtzError('usage', `There is no file ${path}.`, {
      hint: 'Give its path from the working directory, or an absolute path.',
    });
  }
  const declaration = readDeclaration(await readSpecText(path, files), path);
  // The schema refuses anything but a mapping, with the file's name.
  return part(declaration) && typeof declaration !== 'string'
    ? withWholePaths(declaration as Declaration, folderOf(files.absolute(path)), files)
    : parseSpec(declaration, path);
}

function withWholePaths(declaration: Declaration, folder: string, files: Files): Declaration {
  const whole = (section: string, entry: string): Declaration => {
    const entries = part(declaration[section]);
    const path = entries?.[entry];
    if (typeof path !== 'string') return {};
    return { [section]: { ...entries, [entry]: files.absolute(pathFrom(folder, path)) } };
  };
  return { ...declaration, ...whole('data', 'dataDir'), ...whole('training', 'weights') };
}

/** @throws HelmholtzError (`usage`) for a path, which is neither a recipe's name nor the file of a spec. */
export async function refusePath(argument: string, files?: Files): Promise<void> {
  if (!/[\\/]/.test(argument)) return;
  const spec = joinPath(argument, 'spec.yaml');
  const hint = (await isRun(argument, files))
    ? `That is the folder of a run; its spec is ${spec}.`
    : 'Give the name of a recipe, such as vae, or a file that ends in .yaml, .yml or .json.';
  throw new HelmholtzError('usage', `${argument} is neither a recipe nor the file of a spec.`, { hint });
}
