import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Licences of dependencies that Helmholtz may be used and passed on with: permissive, or weak and unchanged. */
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
const licencesOfFiles = { 'png-js': 'MIT' };

/** Whether an SPDX expression, such as `(MIT OR GPL-3.0) AND ISC`, can be met by allowed licences alone. */
export function isAllowed(expression) {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  const isTerm = () => {
    const word = words.shift();
    if (word !== '(') return allowedLicences.has(word);
    const inner = isSum();
    return words.shift() === ')' && inner;
  };
  const isProduct = () => chain('AND', isTerm, (a, b) => a && b);
  const isSum = () => chain('OR', isProduct, (a, b) => a || b);
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

/** What pnpm has installed, for this platform: each package's name, version and licence. */
export function installedPackages() {
  const store = 'node_modules/.pnpm';
  return readdirSync(store)
    .flatMap((entry) => packagesIn(join(store, entry, 'node_modules')))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Of the packages there, what is no link to another's. */
function packagesIn(folder) {
  return names(folder)
    .flatMap((name) =>
      name.startsWith('@') ? names(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .filter((name) => !lstatSync(join(folder, name)).isSymbolicLink())
    .map((name) => describe(JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'))));
}

function names(folder) {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return []; // A file, or what is no package's folder.
  }
}

function describe({ name, version, license, licenses }) {
  const [legacy] = [licenses ?? []].flat();
  const licence = license?.type ?? license ?? legacy?.type ?? legacy ?? licencesOfFiles[name] ?? 'none';
  return { name, version, licence };
}
