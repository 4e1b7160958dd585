// Trains a VAE and adversarial variational Bayes on four points, and keeps their exact
// log-likelihoods and a picture of their posteriors.
//
//   node tools/avb-toy/main.js [--only avb] [--steps 30000] [--seed 1] [--out docs/reference/results]
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';

import { configureOnnx } from '@helmholtz/backend-onnx';
import { encodePng } from '@helmholtz/report';
import { setBackend } from '@tensorflow/tfjs-core';

import { exactLogLikelihood, models, posteriorDraws, trained } from './four-points.js';
import { readOptions } from '../options.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = readOptions(import.meta.url, {
  options: {
    only: { type: 'string' },
    steps: { type: 'string', default: '30000' },
    rate: { type: 'string', default: '0.001' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: join(root, 'docs', 'reference', 'results') },
  },
});
const [SIDE, PIXELS, DRAWS] = [3.2, 320, 4000];
const colors = [
  [31, 119, 180],
  [255, 127, 14],
  [44, 160, 44],
  [214, 39, 40],
];

await setBackend('onnx');
configureOnnx({ mode: 'native', threads: 1 });
await mkdir(values.out, { recursive: true });
const file = join(values.out, 'four-points.json');
/** @type {Record<string, object>} */
const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
const [steps, learningRate, seed] = [Number(values.steps), Number(values.rate), Number(values.seed)];

for (const name of /** @type {(keyof typeof models)[]} */ (Object.keys(models))) {
  if (values.only !== undefined && values.only !== name) continue;
  const started = performance.now();
  const model = await trained(name, { steps, learningRate, seed, log: console.log });
  const logLikelihood = exactLogLikelihood(model);
  const seconds = Math.round((performance.now() - started) / 1000);
  kept[name] = { logLikelihood, steps, learningRate, seed, seconds };
  console.log(`${name}: exact log-likelihood ${logLikelihood.toFixed(4)}, ${seconds} s`);
  await writeFile(join(values.out, `four-points-${name}.png`), picture(posteriorDraws(model, DRAWS, seed)));
  await writeFile(file, `${JSON.stringify(kept, undefined, 2)}\n`);
}

/**
 * Points of each image in a color of its own, on white.
 *
 * @param {readonly Float32Array[]} draws
 */
function picture(draws) {
  const data = new Uint8Array(PIXELS * PIXELS * 3).fill(255);
  const pixelOf = (/** @type {number | undefined} */ value = NaN) =>
    Math.floor(((value + SIDE) / (2 * SIDE)) * PIXELS);
  draws.forEach((coordinates, image) => {
    for (let index = 0; index < coordinates.length; index += 2) {
      const [column, row] = [pixelOf(coordinates[index]), PIXELS - 1 - pixelOf(coordinates[index + 1])];
      if (column < 0 || column >= PIXELS || row < 0 || row >= PIXELS) continue;
      data.set(colors[image] ?? [], (row * PIXELS + column) * 3);
    }
  });
  return encodePng({ data, width: PIXELS, height: PIXELS, channels: 3 });
}
