// Groups of test files for a run of the whole suite. Loading TensorFlow.js and our packages takes a
// second of processor time; a group of files loads them once.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const FOLDER = 'dist/test-groups';
const LARGEST = 12;

/** Folders whose test files run in groups. */
const FOLDERS = [
  'packages/base',
  'packages/distributions',
  'packages/core',
  'packages/layers',
  'packages/recipes',
  'packages/datasets',
  'packages/diagrams',
  'packages/report',
  'packages/analysis',
  'packages/backend-onnx',
  'packages/cli',
  'tools/bench',
  'test',
];

/** Test files that take as long as a group. */
const LONG = new Set(
  [
    'cli-failures',
    'cli-run',
    'example-data-sets/example-data-sets',
    'plugin-outside',
    'step-parity/step-parity',
    'step-parity/recipes',
  ].map((name) => `test/src/${name}.test.ts`),
);

/**
 * Code that affects the tests of other files: hooks that ava runs around every test of a group, and
 * changes of the process or of TensorFlow.js. Also features of ava that depend on the file's name.
 * A test file with such code runs alone.
 */
const SHARED =
  /\b(before|after)Each\(|\btest(\.serial)?\.(before|after|only|meta)|t\.snapshot\(|process\.(chdir|env|exit\b|exitCode =|on\b|once|argv|std)|globalThis|console\.\w+ =|Math\.random =|setBackend|registerBackend|[rR]egisterKernel|registerClass|registerGradient|initWasm|findBackend|env\(\)\.set|^await |^const .* = await /m;

/**
 * Whether a test file can run beside others in one worker.
 *
 * @param {string} text of the test file
 */
export const canShareWorker = (text) => !SHARED.test(text);

/**
 * Whether a test across packages computes on the cpu backend. Others there run the command in their
 * process, which chooses a backend for the whole process.
 *
 * @param {string} file
 * @param {string} text
 */
const needsCpu = (file, text) => file.startsWith('test/') && text.includes('testing/cpu-backend');

/**
 * @typedef {object} Group
 * @property {string} path of the module that imports the test files
 * @property {readonly string[]} members test files
 */

/**
 * The groups of all packages. Every nth file of a package is in the same group, so that neighbours,
 * which often take long together, are in different ones.
 *
 * @returns {Group[]}
 */
export function testGroups() {
  return FOLDERS.flatMap((folder) => {
    const name = folder.replace(/^.*[/]/, '');
    const files = testFilesOf(`${folder}/src`);
    const count = Math.ceil(files.length / LARGEST);
    return Array.from({ length: count }, (_, index) => ({
      path: `${FOLDER}/${name}-${index + 1}.test.js`,
      members: files.filter((_file, place) => place % count === index),
    }));
  });
}

/** Writes the module of each group, and removes those of an earlier run. */
export function writeGroups() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const groups = testGroups();
  for (const { path, members } of groups) {
    const lines = ["import '../../scripts/group-titles.js';", ...members.map(importOf)];
    writeFileSync(path, `${lines.join('\n')}\n`);
  }
  return groups;
}

/** @param {string} folder */
function testFilesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts') && !file.endsWith('.nightly.test.ts'))
    .filter((file) => !LONG.has(file))
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      return canShareWorker(text) && !needsCpu(file, text);
    })
    .sort();
}

/** @param {string} file */
function importOf(file) {
  return `import '../../${file.replace('/src/', '/dist/').replace(/\.ts$/, '.js')}';`;
}
