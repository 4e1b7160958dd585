import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';

/**
 * @typedef {object} Package
 * @property {string} name its folder under packages/
 * @property {string} summary one line, from its package.json
 * @property {number} files
 * @property {number} lines without tests
 * @property {string[]} imports the packages that its source files import, without those that other
 *   imports imply
 */

const notSource = /\.test\.ts$|\/(testing|fixtures)\/|\/dist\/|\/node_modules\//;

/**
 * Reads the packages of the workspace and who imports whom from the source files themselves.
 *
 * @param {string} root the folder of the workspace
 * @returns {Promise<Package[]>}
 */
export async function readPackages(root) {
  const { output } = await cruise(['packages'], {
    baseDir: root,
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(dist|node_modules)/|\\.test\\.ts$|/testing/' },
  });
  if (typeof output === 'string') throw new Error(`The imports were not read: ${output}`);
  /** @type {Map<string, Set<string>>} */
  const imports = new Map();
  for (const { source, dependencies } of output.modules) {
    const from = /^packages\/([^/]+)\//.exec(source)?.[1];
    if (from === undefined) continue;
    const to = imports.get(from) ?? new Set();
    imports.set(from, to);
    for (const { module } of dependencies) {
      const name = /^@helmholtz\/([^/]+)/.exec(module)?.[1];
      if (name !== undefined && name !== from) to.add(name);
    }
  }
  return readdirSync(join(root, 'packages'))
    .map((name) => packageOf(root, name, [...(imports.get(name) ?? [])].sort()))
    .filter((each) => !each.isPrivate);
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string[]} imports
 */
function packageOf(root, name, imports) {
  const folder = join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(join(folder, 'src'), { recursive: true })
    .map((file) => join(folder, 'src', String(file)))
    .filter((file) => file.endsWith('.ts') && !notSource.test(file));
  const lines = files.reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1, 0);
  return {
    name,
    summary: manifest.description,
    files: files.length,
    lines,
    imports,
    isPrivate: manifest.private === true,
  };
}

/**
 * Removes imports that follow from others: if cli imports recipes and recipes imports core, the
 * arrow from cli to core is left out.
 *
 * @param {Package[]} packages
 * @returns {[from: string, to: string][]}
 */
export function essentialImports(packages) {
  const direct = new Map(packages.map(({ name, imports }) => [name, imports]));
  /** @type {(from: string, to: string, seen?: Set<string>) => boolean} */
  const reaches = (from, to, seen = new Set()) =>
    (direct.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  return packages.flatMap(({ name, imports }) =>
    imports
      .filter((to) => !imports.some((other) => other !== to && reaches(other, to)))
      .map((to) => /** @type {[string, string]} */ ([name, to])),
  );
}
