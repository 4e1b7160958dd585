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
 * A project outside the workspace that has our packages as npm would unpack them (what `files` leaves out is missing)
 * and of everything else only what each package declares in `dependencies`. Nothing is downloaded.
 *
 * @returns {{ folder: string, packages: { name: string, folder: string }[], entries: string[] }} `entries` are all
 *   names that can be imported, such as `@helmholtz/core/spec`
 */
export function makeConsumer() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'helmholtz-consumer-')));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  link(join('node_modules', '@types', 'node'), join(folder, 'node_modules', '@types', 'node'));

  const sources = readdirSync('packages')
    .map((name) => join('packages', name))
    .filter((source) => existsSync(join(source, 'package.json')));
  const packages = packed(sources).map((files, index) => install(sources[index], files, folder));
  return { folder, packages, entries: packages.flatMap(entriesOf) };
}

/** The files of each package that npm would publish. */
function packed(sources) {
  const folders = sources.map((source) => `./${source}`).join(' ');
  const output = execSync(`npm pack --dry-run --json --ignore-scripts --loglevel=error ${folders}`, {
    encoding: 'utf8',
  });
  return JSON.parse(output).map(({ files }) => files.map(({ path }) => path));
}

function install(source, files, consumer) {
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const folder = join(consumer, 'node_modules', manifest.name);
  for (const file of files) cpSync(join(source, file), join(folder, file));
  for (const name of Object.keys(manifest.dependencies ?? {}).filter(
    (name) => !name.startsWith('@helmholtz/'),
  )) {
    link(join(source, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return { name: manifest.name, folder, exports: Object.keys(manifest.exports) };
}

function link(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(realpathSync(from), to, 'junction');
}

function entriesOf({ name, exports }) {
  return exports.map((path) => name + path.slice(1));
}

/** Runs an ES module in the consumer's folder. @returns {string} its stdout */
export function runIn(folder, code) {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: folder,
    encoding: 'utf8',
  });
}
