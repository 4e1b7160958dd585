// Brings a clone to where the `helmholtz` command and the tests run: dependencies installed,
// TypeScript built. Plain Node: nothing is installed yet when this starts. Messages go to stderr,
// stdout belongs to the command.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { causeOf } from './setup-failures.js';
import { stateOf } from './setup-state.js';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

/** @type {{ engines: { node: string }; packageManager: string }} */
const { engines, packageManager } = readJson('package.json');
/** @type {{ references: { path: string }[] }} */
const { references } = readJson('tsconfig.json');
const projects = references.map(({ path }) => path);
const workspaces = [
  'test',
  'tools',
  'tools/bench',
  'examples',
  ...readdirSync('packages').map((name) => `packages/${name}`),
];

checkNode();
ensure({
  name: 'install',
  announcement: `Installing dependencies with ${packageManager}, once; this takes about half a minute`,
  command: `npx --yes ${packageManager} install --frozen-lockfile`,
  inputs: [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    ...workspaces.map((folder) => `${folder}/package.json`).filter(existsSync),
  ],
  outputs: ['node_modules/.modules.yaml', ...workspaces.map((folder) => `${folder}/node_modules`)],
});
ensure({
  name: 'build',
  announcement: 'Building',
  command: 'node node_modules/typescript-7/bin/tsc --build',
  inputs: ['pnpm-lock.yaml', 'tsconfig.base.json', 'tsconfig.json', ...projects.flatMap(sourcesOf)],
  outputs: projects.map((folder) => `${folder}/dist/.tsbuildinfo`),
});

function checkNode() {
  const numbers = (/** @type {string} */ version) => version.split('.').map(Number);
  const [major = 0, minor = 0] = numbers(engines.node.replace('>=', ''));
  const [givenMajor = 0, givenMinor = 0] = numbers(process.versions.node);
  if (givenMajor < major || (givenMajor === major && givenMinor < minor)) {
    fail(
      `Node ${process.versions.node} is too old, Helmholtz needs ${engines.node}.`,
      'Update it: https://nodejs.org',
    );
  }
}

/**
 * Runs `command` unless its inputs and outputs are as its last successful run left them.
 *
 * @param {object} step
 * @param {'install' | 'build'} step.name
 * @param {string} step.announcement
 * @param {string} step.command
 * @param {string[]} step.inputs
 * @param {string[]} step.outputs
 */
function ensure({ name, announcement, command, inputs, outputs }) {
  const stamp = `node_modules/.helmholtz/${name}`;
  const state = () => stateOf(inputs, outputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state()) return;

  rmSync(stamp, { force: true });
  process.stderr.write(`${announcement} … `);
  const start = Date.now();
  // One constant string through the shell: it finds npx.cmd on Windows, and no path needs quoting.
  const { status, stdout, stderr } = spawnSync(command, {
    shell: true,
    encoding: 'utf8',
    maxBuffer: Infinity,
    stdio: ['ignore', 'pipe', 'pipe'],
    // In CI, pnpm asks no question and replaces an incomplete node_modules.
    env: { ...process.env, CI: 'true' },
  });
  if (status !== 0) {
    const output = `${stdout}${stderr}`;
    process.stderr.write(`failed\n\n${output.trim()}\n\n`);
    const { what, mend } = causeOf(name, output);
    fail(what, mend);
  }
  process.stderr.write(`${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state());
}

/** @param {string} project */
function sourcesOf(project) {
  const names = readdirSync(`${project}/src`, { recursive: true, encoding: 'utf8' }).sort();
  return [`${project}/tsconfig.json`, ...names.filter(isSource).map((name) => `${project}/src/${name}`)];
}

/** @param {string} name */
function isSource(name) {
  return /\.[cm]?tsx?$|\.json$/.test(name);
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * @param {string} what
 * @param {string} mend
 * @returns {never}
 */
function fail(what, mend) {
  console.error(`Setup failed: ${what} ${mend}`);
  process.exit(1);
}
