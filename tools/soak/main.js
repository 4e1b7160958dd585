// Trains for very many steps, and on data larger than a memory limit, and reports the memory of
// each:
//
//     npm run soak -- [--steps 100000] [--data-mib 1024] [--limit-mib 768] [--backend onnx]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { npyHeader } from '@helmholtz/datasets';
import { readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, {
  options: {
    steps: { type: 'string', default: '100000' },
    'data-mib': { type: 'string', default: '1024' },
    'limit-mib': { type: 'string', default: '768' },
    backend: { type: 'string', default: 'auto' },
  },
});
const steps = Number(values.steps);
const dataMib = Number(values['data-mib']);
const limitMib = Number(values['limit-mib']);

if (limitMib >= dataMib)
  throw new Error(`${dataMib} MiB of data are not more than the limit of ${limitMib} MiB.`);

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'helmholtz-soak-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));

/**
 * Bytes that follow a simple rule, a MiB at a time, so that writing them takes no memory either.
 *
 * @param {string} name
 * @param {number} count
 * @param {number} length
 */
function writeImages(name, count, length) {
  const file = openSync(join(folder, `${name}.npy`), 'w');
  writeSync(file, npyHeader([count, length], 'uint8'));
  const block = Uint8Array.from({ length: 2 ** 20 }, (_, index) => (index * 7 + (index >> 9)) % 2);
  for (let left = count * length; left > 0; left -= block.length)
    writeSync(file, block.subarray(0, Math.min(left, block.length)));
  closeSync(file);
}

/**
 * What a training printed, and the memory in MiB that it took.
 *
 * @typedef {object} Training
 * @property {{ seconds: number; stepsPerSecond: number; backend: string }} result
 * @property {number} most
 * @property {number[]} samples
 */

/**
 * Trains with the command on the arrays in the folder. Returns its output and its memory.
 *
 * @param {string} name
 * @param {readonly string[]} options
 * @returns {Promise<Training>}
 */
async function train(name, options) {
  const memory = join(folder, `${name}.memory`);
  const argv = [
    'train',
    'vae',
    '--dataset',
    'npy',
    '--data-dir',
    folder,
    '--stream',
    '--latent',
    '2',
    '--no-report',
  ];
  const bin = path('../../packages/cli/bin/helmholtz.js');
  const words = [...argv, ...options, '--backend', values.backend, '--json', '--out', join(folder, name)];
  const child = spawn(process.execPath, ['--import', path('watch-memory.js'), bin, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HELMHOLTZ_MEMORY: memory },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${name} ended with the exit code ${code}: ${output}`);
  const samples = readFileSync(memory, 'utf8').trim().split('\n').map(Number);
  return { result: JSON.parse(output.trim().split('\n').at(-1) ?? ''), most: samples.pop() ?? NaN, samples };
}

/**
 * The mean over a third of the samples.
 *
 * @param {readonly number[]} samples
 * @param {number} which
 */
function third(samples, which) {
  const size = Math.max(Math.floor(samples.length / 3), 1);
  const part = samples.slice(which * size, (which + 1) * size);
  return Math.round(part.reduce((sum, sample) => sum + sample, 0) / Math.max(part.length, 1));
}

/**
 * @param {string} what
 * @param {Training} training
 * @param {boolean} isWithin
 */
function report(what, { result, most, samples }, isWithin) {
  const { seconds, stepsPerSecond, backend } = result;
  const summary = `${what}: ${Math.round(seconds * stepsPerSecond)} steps in ${Math.round(seconds)} s on ${backend}`;
  console.log(
    `${summary}; memory: second third ${third(samples, 1)} MiB, last third ${third(samples, 2)} MiB, most ${most} MiB`,
  );
  if (isWithin) return;
  console.error(`FAILED: ${what} took more memory than is stated.`);
  process.exitCode = 1;
}

// Very many steps: what is left behind by each would add up.
const perEpoch = 1000;
writeImages('train', perEpoch * 10, 16);
writeImages('test', 100, 16);
const many = await train('steps', [
  '--hidden',
  '8',
  '--batch-size',
  '10',
  '--epochs',
  String(Math.ceil(steps / perEpoch)),
]);
const growth = third(many.samples, 2) - third(many.samples, 1);
report('many steps', many, many.most <= limitMib && growth <= 32);

// More data than memory: only what is being read may be held.
const length = 784;
writeImages('train', Math.ceil((dataMib * 2 ** 20) / length), length);
writeImages('test', 1000, length);
const large = await train('data', ['--hidden', '8', '--batch-size', '500', '--epochs', '1']);
report(`${dataMib} MiB of data`, large, large.most <= limitMib);
