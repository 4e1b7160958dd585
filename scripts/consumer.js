import { execFileSync, execSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Creates a project outside the workspace with our packages as npm would unpack them: only the
 * files that `files` lists. Other packages are there only if a package declares them as
 * dependencies or as peers that are not optional. Nothing is downloaded.
 *
 * @returns {{ folder: string, packages: { name: string, folder: string }[], entries: string[] }}
 *   `entries` are all names that can be imported, such as `@helmholtz/core/spec`
 */
export function makeConsumer() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'helmholtz-consumer-')));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  link(join('node_modules', '@types', 'node'), join(folder, 'node_modules', '@types', 'node'));

  const sources = readdirSync('packages')
    .map((name) => `packages/${name}`)
    .filter((source) => existsSync(`${source}/package.json`));
  const files = packedFiles(sources);
  const packages = sources.map((source) => install(source, files, folder));
  return { folder, packages, entries: packages.flatMap(entriesOf) };
}

/**
 * The paths that npm would publish, by name of package.
 *
 * @param {readonly string[]} sources
 * @returns {Map<string, string[]>}
 */
function packedFiles(sources) {
  const folders = sources.map((source) => `./${source}`).join(' ');
  const output = execSync(`npm pack --dry-run --json --ignore-scripts --loglevel=error ${folders}`, {
    encoding: 'utf8',
  });
  /** @type {{ name: string; files: { path: string }[] }[]} */
  const packed = JSON.parse(output);
  return new Map(packed.map(({ name, files }) => [name, files.map(({ path }) => path)]));
}

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {Record<string, unknown>} exports
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/**
 * @param {string} source
 * @param {Map<string, string[]>} files
 * @param {string} consumer
 */
function install(source, files, consumer) {
  /** @type {Manifest} */
  const {
    name,
    exports,
    dependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = JSON.parse(readFileSync(`${source}/package.json`, 'utf8'));
  const folder = join(consumer, 'node_modules', name);
  for (const file of files.get(name) ?? []) cpSync(join(source, file), join(folder, file));
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    if (dependency.startsWith('@helmholtz/') || peerDependenciesMeta[dependency]?.optional) continue;
    link(join(source, 'node_modules', dependency), join(folder, 'node_modules', dependency));
  }
  return { name, folder, exports: Object.keys(exports) };
}

/**
 * @param {string} from
 * @param {string} to
 */
function link(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(realpathSync(from), to, 'junction');
}

/** @param {{ name: string; exports: string[] }} installed */
function entriesOf({ name, exports }) {
  return exports.map((path) => name + path.slice(1));
}

/**
 * Runs an ES module in the consumer's folder.
 *
 * @param {string} folder
 * @param {string} code
 * @returns {string} its stdout
 */
export function runIn(folder, code) {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: folder,
    encoding: 'utf8',
  });
}
