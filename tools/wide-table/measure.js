// Measures an epoch of a wide table, whose columns have likelihoods of their own, and of an array of
// the same width with a normal likelihood. Both train in the same process, epoch by epoch in turns.
//
//   node tools/wide-table/measure.js [--columns 1000] [--rows 20000] [--rounds 5] [--batch 256]
import { performance } from 'node:perf_hooks';

import { compileSteps } from '@helmholtz/backend-onnx';
import { entryOf, itemAt } from '@helmholtz/base';
import { compiledStep, trainAssembly } from '@helmholtz/core';
import { arrayDataset } from '@helmholtz/datasets';
import { assemble, defaultSpec } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import { readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, {
  options: {
    columns: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    batch: { type: 'string', default: '256' },
  },
});
const COLUMNS = Number(values.columns);
const ROWS = Number(values.rows);
const ROUNDS = Number(values.rounds);

/** @typedef {{ name: string; [option: string]: unknown }} Likelihood */

/** @typedef {{ size?: number; likelihood: string | { name: string; scale: string } }} Column */

/**
 * Kinds take turns, so that no neighbours have the same one.
 *
 * @type {readonly ((index: number) => Column)[]}
 */
const kinds = [
  () => ({ likelihood: { name: 'normal', scale: 'learned' } }),
  () => ({ likelihood: 'poisson' }),
  () => ({ likelihood: 'bernoulli' }),
  (index) => ({ size: 3 + (Math.floor(index / 4) % 4), likelihood: 'categorical' }),
];
const columns = Array.from({ length: COLUMNS }, (_, index) => ({
  name: `c${index}`,
  ...itemAt(kinds, index % kinds.length)(index),
}));
const sizeOf = (/** @type {Column} */ { size = 1 }) => size;
const width = columns.reduce((sum, column) => sum + sizeOf(column), 0);

let state = 1;
const uniform = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};

/** @param {Float32Array} row */
function writeRow(row) {
  let at = 0;
  columns.forEach((column, index) => {
    const size = sizeOf(column);
    if (index % 4 === 0) row[at] = uniform() + uniform() + uniform() - 1.5;
    else if (index % 4 === 1) row[at] = Math.floor(uniform() * 5);
    else if (index % 4 === 2) row[at] = uniform() < 0.3 ? 1 : 0;
    else row[at + Math.floor(uniform() * size)] = 1;
    at += size;
  });
}

const data = new Float32Array(ROWS * width);
for (let row = 0; row < ROWS; row++) writeRow(data.subarray(row * width, (row + 1) * width));
const train = arrayDataset({ name: 'train', shape: [width], data });
const test = arrayDataset({ name: 'test', shape: [width], data: data.slice(0, width * 256) });

/**
 * Lets trainings take turns: each waits for its own after an epoch.
 *
 * @param {number} count
 */
function turns(count) {
  /** @type {Map<number, () => void>} */
  const waiting = new Map();
  let turn = 0;
  const next = () => waiting.get(turn)?.();
  return {
    /**
     * @param {number} index
     * @returns {Promise<void>}
     */
    begin: (index) =>
      new Promise((resolve) => {
        waiting.set(index, resolve);
        if (index === turn) next();
      }),
    end() {
      waiting.delete(turn);
      turn = (turn + 1) % count;
      next();
    },
  };
}

await setBackend('onnx');
const create = compiledStep(compileSteps, (line) => console.error(line));
/** @type {Readonly<Record<'table' | 'array', Likelihood>>} */
const works = {
  table: { name: 'heterogeneous', columns, grouped: true },
  array: { name: 'normal', scale: 'learned' },
};
const line = turns(Object.keys(works).length);
/** @type {Map<string, number[]>} */
const seconds = new Map();

/**
 * @param {readonly [name: string, likelihood: Likelihood]} work
 * @param {number} index
 */
async function measure([name, likelihood], index) {
  const spec = defaultSpec('vae', [width], { latents: [{ name: 'z', size: 16 }], hidden: [256], likelihood });
  const training = { ...spec.training, epochs: ROUNDS + 1, batchSize: Number(values.batch) };
  await line.begin(index);
  let began = performance.now();
  /** @type {number[]} */
  const times = [];
  const onEpochEnd = async () => {
    times.push((performance.now() - began) / 1000);
    line.end();
    if (times.length <= ROUNDS) await line.begin(index);
    began = performance.now();
  };
  await trainAssembly(
    { ...assemble({ ...spec, training }), createStep: create },
    { data: { train, test }, callbacks: [{ onEpochEnd }] },
  );
  // The first epoch compiles.
  seconds.set(name, times.slice(1));
}

await Promise.all(Object.entries(works).map(measure));
const median = (/** @type {readonly number[]} */ numbers) =>
  itemAt(
    numbers.toSorted((a, b) => a - b),
    Math.floor(numbers.length / 2),
  );
const ratios = entryOf(seconds, 'table').map(
  (time, round) => time / itemAt(entryOf(seconds, 'array'), round),
);
console.log(
  `${COLUMNS} columns, ${width} elements, ${ROWS} rows, batches of ${values.batch}, ${ROUNDS} epochs each`,
);
for (const [name, times] of seconds) console.log(`${name}: ${median(times).toFixed(2)} s an epoch`);
console.log(
  `ratio: ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
);
