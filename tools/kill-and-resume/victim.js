// Runs the command as a user does, lets it be killed, and looks at what it leaves.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

import { RunDirectory } from '@helmholtz/core/run';

/**
 * @import { MetricsRow } from '@helmholtz/core'
 * @import { Fault } from './faulty-files.js'
 */

/**
 * @typedef {{ code: number | null; signal: string | null; stderr: string; milliseconds: number }}
 * Ended
 */

/**
 * @typedef {Record<string, string | MetricsRow[]>} Outcome digests of files and metrics, by the
 * names of files
 */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const command = here('../../packages/cli/bin/helmholtz.js');

/**
 * @param {readonly string[]} argv words after `helmholtz train`.
 * @param {{ fault?: Fault, killAfter?: number }} [options] `fault`: see faulty-files.js;
 *   `killAfter`: milliseconds after which it is killed.
 * @returns {Promise<Ended>}
 */
export async function train(argv, { fault, killAfter } = {}) {
  const loaded = fault ? ['--import', new URL('faulty-files.js', import.meta.url).href] : [];
  const words = ['train', ...argv, '--plugin', here('models.js'), '--no-report', '--quiet'];
  const env = fault ? { ...process.env, HELMHOLTZ_FAULT: JSON.stringify(fault) } : process.env;
  const started = performance.now();
  const child = spawn(process.execPath, [...loaded, command, ...words], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  return { code, signal, stderr, milliseconds: performance.now() - started };
}

/**
 * Returns the results of a finished run by the names of its files: digests of checkpoints, and
 * metrics without wall-clock times.
 *
 * @param {string} path
 * @returns {Promise<Outcome>}
 */
export async function outcome(path) {
  const digest = (/** @type {Uint8Array} */ bytes) => createHash('sha256').update(bytes).digest('hex');
  const read = async (/** @type {string} */ name) => [
    name,
    digest(await readFile(join(path, 'checkpoints', name))),
  ];
  const files = await Promise.all(['best.safetensors', 'last.safetensors'].map(read));
  return { ...Object.fromEntries(files), 'metrics.jsonl': (await claims(path)).rows };
}

/**
 * Returns the rows of a run's metrics without their times, and whether an incomplete row follows.
 *
 * @param {string} path
 */
export async function claims(path) {
  const text = await readFile(join(path, 'metrics.jsonl'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const torn = lines.pop() !== '';
  /** @type {MetricsRow[]} */
  const rows = lines.map((line) => ({ ...JSON.parse(line), seconds: 0 }));
  return { torn, rows };
}

/**
 * Returns the epoch and step from which a run can resume; undefined without a readable checkpoint.
 *
 * @param {string} path
 */
export async function reached(path) {
  const run = await RunDirectory.open(path);
  const { checkpoint } = await run.checkpoints
    .readSound('last', () => undefined)
    .catch(() => ({ checkpoint: undefined }));
  return checkpoint && { epoch: checkpoint.epoch, step: checkpoint.step };
}

/**
 * What is in a run's folder that should not stay there.
 *
 * @param {string} path
 */
export async function leftovers(path) {
  return (await readdir(path, { recursive: true })).filter((name) => /\.(tmp|lock)$/.test(name));
}
