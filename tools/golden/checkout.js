import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Returns a function that imports a module as a checkout of the repository resolves it. Checkouts
 * may have other folder names.
 *
 * @param {string} folder the root of the checkout, set up and built
 * @returns {Promise<(specifier: string) => Promise<any>>}
 */
export async function importerOf(folder) {
  const packages = join(resolve(folder), 'packages');
  const manifests = (await readdir(packages)).map((name) => join(packages, name, 'package.json'));
  /** @type {Map<string, string>} */
  const named = new Map();
  for (const manifest of manifests) {
    const text = await readFile(manifest, 'utf8').catch(() => undefined);
    if (text !== undefined) named.set(JSON.parse(text).name, manifest);
  }
  return (specifier) => {
    const owner = specifier.split('/').slice(0, 2).join('/');
    // What is not ours is the copy that the packages themselves use.
    const places = named.has(owner) ? [/** @type {string} */ (named.get(owner))] : [...named.values()];
    for (const manifest of places) {
      try {
        return import(pathToFileURL(createRequire(manifest).resolve(specifier)).href);
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'MODULE_NOT_FOUND') throw error;
      }
    }
    throw new Error(`${folder} has no module ${specifier}: is it set up and built?`);
  };
}
