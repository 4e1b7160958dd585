// Runs one script on one backend, and prints its time and losses as JSON:
//
//     node tools/third-party-scripts/train.js digits-mlp onnx
import { setBackend } from '@tensorflow/tfjs-core';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

import { scripts } from './scripts.js';

const [name = '', backend = ''] = process.argv.slice(2);

// The scripts draw as their users would have it; both backends are to draw the same.
let state = 1;
Math.random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

/** @type {Record<string, () => Promise<any>>} */
const loaders = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  onnx: () => import('@helmholtz/backend-onnx'),
};
const load = loaders[backend];
if (!load) throw new Error(`There is no backend "${backend}": cpu, wasm, onnx.`);
const { onnxStatistics } = await load();
await setBackend(backend);
const script = scripts[name];
if (!script) throw new Error(`There is no script "${name}": ${Object.keys(scripts).join(', ')}.`);
const losses = await script.train();

const { userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(
  JSON.stringify({
    // From the start of the process on.
    wallMs: performance.now(),
    processorMs: (userCPUTime + systemCPUTime) / 1000,
    losses,
    statistics: onnxStatistics?.(),
  }),
);
