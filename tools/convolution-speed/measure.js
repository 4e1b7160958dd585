// Measures the implementations of a convolution and its gradients in the onnx backend and in
// PyTorch, on the same shapes in the same run, in turns.
//
//   node tools/convolution-speed/measure.js [--rounds 7] [--python python3]
//
// Columns: median of the wall time, its spread (the middle half), and the median of the processor's
// time, which a busy machine disturbs less.
import { performance } from 'node:perf_hooks';

import { itemAt } from '@helmholtz/base';

import { startPeer } from './peer.js';
import { compiled, waysFor } from './ways.js';
import { readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, {
  options: { rounds: { type: 'string', default: '7' }, python: { type: 'string', default: 'python3' } },
});
const ROUNDS = Number(values.rounds);
const RUNS = 3;

const SHAPES = [
  // The encoder of a convolutional VAE of images of 32 by 32; its decoder is the same backwards.
  { batch: 250, size: 32, channels: 1, outputs: 16, window: 4, stride: 2, pad: 1 },
  { batch: 250, size: 16, channels: 16, outputs: 32, window: 4, stride: 2, pad: 1 },
  { batch: 250, size: 8, channels: 32, outputs: 64, window: 4, stride: 2, pad: 1 },
  // What image classifiers are made of.
  { batch: 64, size: 14, channels: 32, outputs: 64, window: 3, stride: 2, pad: 1 },
  { batch: 64, size: 28, channels: 32, outputs: 64, window: 3, stride: 1, pad: 1 },
  { batch: 64, size: 28, channels: 3, outputs: 32, window: 5, stride: 1, pad: 2 },
  { batch: 64, size: 28, channels: 32, outputs: 1, window: 3, stride: 1, pad: 1 },
];

/** @typedef {readonly [wall: number, processor: number]} Times in milliseconds */

/**
 * @param {readonly number[]} sorted
 * @param {number} part
 */
const at = (sorted, part) => itemAt(sorted, Math.min(sorted.length - 1, Math.floor(part * sorted.length)));

/** @param {readonly Times[]} times */
function summary(times) {
  const walls = times.map(([wall]) => wall).sort((a, b) => a - b);
  const processor = times.map(([, used]) => used).sort((a, b) => a - b);
  return {
    median: at(walls, 0.5),
    low: at(walls, 0.25),
    high: at(walls, 0.75),
    processor: at(processor, 0.5),
  };
}

/**
 * @param {() => unknown} run
 * @returns {Times}
 */
function timed(run) {
  const start = performance.now();
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return [performance.now() - start, (user + system) / 1_000];
}

const peer = await startPeer(values.python);
console.log(
  peer
    ? `PyTorch ${peer.version}`
    : `PyTorch is left out: ${values.python} does not have it (--python names another).`,
);

for (const shape of SHAPES) {
  const { batch, size, channels, outputs, window, stride, pad } = shape;
  for (const threads of [1, 2]) {
    /** @type {Map<string, Times[]>} */
    const times = new Map();
    const add = (/** @type {string} */ name, /** @type {readonly Times[]} */ more) =>
      times.set(name, [...(times.get(name) ?? []), ...more]);
    const sessions = Object.entries(waysFor(shape)).flatMap(([what, ways]) =>
      Object.entries(ways).map(([way, value]) => ({
        name: `${what}: ${way}`,
        session: compiled(value, threads),
      })),
    );
    for (const { session } of sessions) session.run();
    for (let round = 0; round < ROUNDS; round++) {
      for (const { name, session } of sessions) {
        add(
          name,
          Array.from({ length: RUNS }, () => timed(session.run)),
        );
      }
      const measured = (await peer?.measure({ ...shape, threads, runs: RUNS })) ?? {};
      for (const [what, more] of Object.entries(measured)) add(`${what}: PyTorch`, more);
    }
    for (const { session } of sessions) session.stop();

    console.log(
      `\n${batch} images of ${size} by ${size}, ${channels} to ${outputs} channels, windows of ${window}, strides ${stride}, padding ${pad}; threads: ${threads}`,
    );
    for (const [name, measured] of [...times].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { median, low, high, processor } = summary(measured);
      console.log(
        `  ${name.padEnd(32)} ${median.toFixed(2).padStart(8)} ms  (${low.toFixed(2)} to ${high.toFixed(2)})  processor ${processor.toFixed(2).padStart(8)} ms`,
      );
    }
  }
}
peer?.stop();
