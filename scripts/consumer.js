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
 * and of everything else only what each package declares that it needs, as npm installs it: its dependencies and its
 * peers but for optional ones. Nothing is downloaded.
 *
 * @returns {{ folder: string, packages: { name: string, folder: string }[], entries: string[] }} `entries` are all
 *   names that can be imported, such as `@helmholtz/core/spec`
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

/** The paths that npm would publish, by name of package. */
function packedFiles(sources) {
  const folders = sources.map((source) => `./${source}`).join(' ');
  const output = execSync(`npm pack --dry-run --json --ignore-scripts --loglevel=error ${folders}`, {
    encoding: 'utf8',
  });
  return new Map(JSON.parse(output).map(({ name, files }) => [name, files.map(({ path }) => path)]));
}

function install(source, files, consumer) {
  const {
    name,
    exports,
    dependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = JSON.parse(readFileSync(`${source}/package.json`, 'utf8'));
  const folder = join(consumer, 'node_modules', name);
  for (const file of files.get(name)) cpSync(join(source, file), join(folder, file));
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    if (dependency.startsWith('@helmholtz/') || peerDependenciesMeta[dependency]?.optional) continue;
    link(join(source, 'node_modules', dependency), join(folder, 'node_modules', dependency));
  }
  return { name, folder, exports: Object.keys(exports) };
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
