import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Licences of dependencies that Helmholtz may be used and passed on with: permissive, or weak and
 * unchanged.
 */
const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
]);

/** Packages that say it in their LICENSE file alone, as it was read there. */
const licencesOfFiles = new Map([['png-js', 'MIT']]);

/**
 * Whether an SPDX expression, such as `(MIT OR GPL-3.0) AND ISC`, can be met by allowed licences
 * alone.
 *
 * @param {string} expression
 */
export function isAllowed(expression) {
  /** @type {string[]} */
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  /** @type {() => boolean} */
  const isTerm = () => {
    const word = words.shift() ?? '';
    if (word !== '(') return allowedLicences.has(word);
    const inner = isSum();
    return words.shift() === ')' && inner;
  };
  /** @type {() => boolean} */
  const isProduct = () => chain('AND', isTerm, (a, b) => a && b);
  /** @type {() => boolean} */
  const isSum = () => chain('OR', isProduct, (a, b) => a || b);
  /**
   * @type {(operator: string, operand: () => boolean, combine: (a: boolean, b: boolean) => boolean)
   * => boolean}
   */
  const chain = (operator, operand, combine) => {
    let result = operand();
    while (words[0] === operator) {
      words.shift();
      result = combine(result, operand());
    }
    return result;
  };
  return isSum() && words.length === 0;
}

/** Returns name, version and licence of each package that pnpm installed for this platform. */
export function installedPackages() {
  const store = 'node_modules/.pnpm';
  return readdirSync(store)
    .flatMap((entry) => packagesIn(join(store, entry, 'node_modules')))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Returns the packages in a folder, without links to packages elsewhere.
 *
 * @param {string} folder
 */
function packagesIn(folder) {
  return names(folder)
    .flatMap((name) =>
      name.startsWith('@') ? names(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .filter((name) => !lstatSync(join(folder, name)).isSymbolicLink())
    .map((name) => describe(JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'))));
}

/** @param {string} folder */
function names(folder) {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return []; // A file, or a folder without packages.
  }
}

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {Licence} [license]
 * @property {Licence | Licence[]} [licenses] as packages once wrote it
 */

/** @typedef {string | { type: string }} Licence */

/** @param {Manifest} manifest */
function describe({ name, version, license, licenses }) {
  const [legacy] = [licenses ?? []].flat();
  const declared = license ?? legacy ?? licencesOfFiles.get(name) ?? 'none';
  const licence = typeof declared === 'string' ? declared : declared.type;
  return { name, version, licence };
}
