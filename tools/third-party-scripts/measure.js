// Runs training scripts as TensorFlow.js's users write them on the backends, in turns, each run in
// a process of its own.
//
//   node tools/third-party-scripts/measure.js [--runs 3] [--backends cpu,onnx] \
//     [--scripts digits-mlp,text-lstm]
//
// Columns: medians of the processor time and the wall time, the distance of losses from those of
// the first backend, and the number of compiled graphs. A busy machine disturbs the processor time
// less.
import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { itemAt } from '@helmholtz/base';

import { scripts } from './scripts.js';
import { readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, {
  options: {
    runs: { type: 'string', default: '3' },
    backends: { type: 'string', default: 'cpu,onnx' },
    scripts: { type: 'string', default: Object.keys(scripts).join() },
  },
});
const RUNS = Number(values.runs);
const [firstBackend = '', ...otherBackends] = values.backends.split(',');
const backends = [firstBackend, ...otherBackends];
const chosen = values.scripts.split(',');
const unknown = chosen.find((name) => !(name in scripts));
if (unknown) throw new Error(`There is no script "${unknown}": ${Object.keys(scripts).join(', ')}.`);
if (!(Number.isInteger(RUNS) && RUNS > 0)) throw new Error(`${values.runs} runs: a whole number from 1 on.`);

const child = fileURLToPath(new URL('train.js', import.meta.url));

/**
 * What a training took, or why it failed.
 *
 * @typedef {object} Taken
 * @property {string} [reason]
 * @property {number} wallMs
 * @property {number} processorMs
 * @property {number[]} losses
 * @property {{ compiled: number }} [statistics]
 */

/**
 * @param {string} script
 * @param {string} backend
 * @returns {Promise<Taken>}
 */
async function run(script, backend) {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [child, script, backend]);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    const reason =
      String(/** @type {{ stderr?: string }} */ (error).stderr ?? error).match(/Error: .*/)?.[0] ??
      'it failed.';
    return { reason, wallMs: NaN, processorMs: NaN, losses: [] };
  }
}

const median = (/** @type {number[]} */ numbers) =>
  itemAt(
    numbers.sort((a, b) => a - b),
    Math.floor(numbers.length / 2),
  );
const seconds = (/** @type {number} */ milliseconds) =>
  (milliseconds / 1000).toFixed(milliseconds < 9_950 ? 1 : 0);

/**
 * The furthest that a loss is from another's, of the same epoch.
 *
 * @param {readonly number[]} losses
 * @param {readonly number[]} reference
 */
function furthest(losses, reference) {
  return Math.max(...losses.map((loss, epoch) => Math.abs(loss / itemAt(reference, epoch) - 1)));
}

const cells = [['script', 'backend', 'processor, s', 'wall, s', 'losses differ by', 'graphs compiled']];
for (const name of chosen) {
  /** @type {Map<string, Taken[]>} */
  const taken = new Map(backends.map((backend) => [backend, []]));
  for (let round = 0; round < RUNS; round++) {
    for (const backend of backends) taken.get(backend)?.push(await run(name, backend));
    process.stderr.write(`${name}: ${round + 1} of ${RUNS} rounds, load ${loadavg().at(0)?.toFixed(1)}\n`);
  }
  const reference = taken.get(firstBackend)?.[0]?.losses;
  for (const [backend, runs] of taken) {
    const failed = runs.find(({ reason }) => reason)?.reason;
    cells.push([
      scripts[name]?.title ?? name,
      backend,
      ...(failed
        ? [failed, '', '', '']
        : [
            seconds(median(runs.map(({ processorMs }) => processorMs))),
            seconds(median(runs.map(({ wallMs }) => wallMs))),
            backend === firstBackend || !reference
              ? ''
              : furthest(itemAt(runs, 0).losses, reference).toExponential(0),
            String(runs[0]?.statistics?.compiled ?? ''),
          ]),
    ]);
  }
}
for (const [index, row] of cells.entries()) {
  console.log(`| ${row.join(' | ')} |`);
  if (index === 0) console.log('| --- | --- | ---: | ---: | ---: | ---: |');
}
