// Fits flows to the four energies of Rezende and Mohamed 2015, figure 3, and keeps their bounds on
// log Z and a picture of them.  node tools/flow-energies/main.js [--only ring] [--flow planar-8]
// [--epochs 100] [--out docs/reference/results]
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { configureOnnx } from '@helmholtz/backend-onnx';
import { encodePng } from '@helmholtz/report';
import { setBackend } from '@tensorflow/tfjs-core';

import { densityPicture, energies, logNormalizer } from './energies.js';
import { fit } from './fit.js';
import { readOptions } from '../options.js';

const hidden = [32, 32];
/** @satisfies {Record<string, import('./fit.js').Steps>} */
export const flows = {
  'planar-2': [{ name: 'planar', repeat: 2 }],
  'planar-8': [{ name: 'planar', repeat: 8 }],
  'planar-32': [{ name: 'planar', repeat: 32 }],
  coupling: [{ name: 'affineCoupling', repeat: 8, hidden }],
  'inverse-autoregressive': [{ name: 'inverseAutoregressive', repeat: 4, hidden }],
  spline: [{ name: 'splineCoupling', repeat: 4, hidden, bins: 16 }],
};
const [SIDE, CELLS] = [4.5, 120];

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = readOptions(import.meta.url, {
  options: {
    only: { type: 'string' },
    flow: { type: 'string' },
    epochs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
    out: { type: 'string', default: join(root, 'docs', 'reference', 'results') },
  },
});
await setBackend('onnx');
configureOnnx({ mode: 'native', threads: Number(values.threads) });
await mkdir(values.out, { recursive: true });
const file = join(values.out, 'flow-energies.json');
/** @type {Record<string, Record<string, number | object>>} */
const recorded = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));

/**
 * @template {string} Name
 * @param {readonly Name[]} all
 * @param {string | undefined} names
 */
const chosen = (all, names) => (names ? all.filter((name) => names.split(',').includes(name)) : all);

for (const energy of chosen(energies, values.only)) {
  const logZ = logNormalizer(energy);
  /** @type {Record<string, number | object>} */
  const results = { ...recorded[energy], logZ };
  recorded[energy] = results;
  await picture(`${energy}-density`, densityPicture(energy, SIDE, CELLS));
  for (const name of chosen(/** @type {(keyof typeof flows)[]} */ (Object.keys(flows)), values.flow)) {
    const seed = Number(values.seed);
    const {
      values: drawn,
      bound,
      standardError,
    } = await fit(energy, flows[name], { epochs: Number(values.epochs), seed });
    results[name] = { bound, standardError, below: logZ - bound, steps: 100 * Number(values.epochs) };
    console.log(
      `${energy}, ${name}: ${bound.toFixed(4)}, ${(logZ - bound).toFixed(4)} below log Z = ${logZ.toFixed(4)}`,
    );
    await picture(`${energy}-${name}`, histogram(drawn));
    await writeFile(file, `${JSON.stringify(recorded, undefined, 2)}\n`);
  }
}

/** @param {readonly number[]} drawn */
function histogram(drawn) {
  const counts = new Float32Array(CELLS * CELLS);
  const cellOf = (/** @type {number | undefined} */ value = NaN) =>
    Math.floor(((value + SIDE) / (2 * SIDE)) * CELLS);
  for (let index = 0; index < drawn.length; index += 2) {
    const [column, row] = [cellOf(drawn[index]), CELLS - 1 - cellOf(drawn[index + 1])];
    if (column < 0 || column >= CELLS || row < 0 || row >= CELLS) continue;
    const cell = row * CELLS + column;
    counts.fill((counts[cell] ?? NaN) + 1, cell, cell + 1);
  }
  return counts;
}

/**
 * Dark where there is much.
 *
 * @param {string} name
 * @param {Float32Array} density
 */
async function picture(name, density) {
  const most = density.reduce((highest, value) => Math.max(highest, value), 0);
  const data = Uint8Array.from(density, (value) => 255 - Math.round((255 * value) / most));
  const path = join(values.out, `flow-${name.replaceAll(' ', '-')}.png`);
  await writeFile(path, encodePng({ data, width: CELLS, height: CELLS, channels: 1 }));
}
