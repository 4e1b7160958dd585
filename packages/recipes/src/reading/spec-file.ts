import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { parseSpec, readDeclaration } from '@helmholtz/core';
import { readSpecText } from '@helmholtz/core/run';

import { type Declaration, part } from './declaration.js';

/** Whether an argument names a file rather than a recipe. */
export function isSpecFile(argument: string): boolean {
  return /\.(ya?ml|json)$/i.test(argument);
}

/** Whether an argument names the folder of a run. */
export async function isRun(argument: string): Promise<boolean> {
  return stat(join(argument, 'spec.yaml')).then(
    (found) => found.isFile(),
    () => false,
  );
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
export async function readSpecFile(path: string): Promise<Declaration> {
  if (!existsSync(path)) {
    throw new HelmholtzError('usage', `There is no file ${path}.`, {
      hint: 'Give its path from the working directory, or an absolute path.',
    });
  }
  const declaration = readDeclaration(await readSpecText(path), path);
  // The schema refuses anything but a mapping, with the file's name.
  return part(declaration) && typeof declaration !== 'string'
    ? withWholePaths(path, declaration as Declaration)
    : parseSpec(declaration, path);
}

function withWholePaths(path: string, declaration: Declaration): Declaration {
  const whole = (section: string, entry: string): Declaration => {
    const entries = part(declaration[section]);
    const folder = entries?.[entry];
    if (typeof folder !== 'string') return {};
    return { [section]: { ...entries, [entry]: resolve(dirname(path), folder) } };
  };
  return { ...declaration, ...whole('data', 'dataDir'), ...whole('training', 'weights') };
}

/** @throws HelmholtzError (`usage`) for a path, which is neither a recipe's name nor the file of a spec. */
export async function refusePath(argument: string): Promise<void> {
  if (!/[\\/]/.test(argument)) return;
  const spec = join(argument, 'spec.yaml');
  const hint = (await isRun(argument))
    ? `That is the folder of a run; its spec is ${spec}.`
    : 'Give the name of a recipe, such as vae, or a file that ends in .yaml, .yml or .json.';
  throw new HelmholtzError('usage', `${argument} is neither a recipe nor the file of a spec.`, { hint });
}
