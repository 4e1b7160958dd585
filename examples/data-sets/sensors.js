// Writes windows of an invented motion sensor: node examples/data-sets/sensors.js
// A window has 32 steps of the acceleration along three axes, while the wearer rests, walks or runs.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNpy } from '@helmholtz/datasets';

import { outputFolder, PARTS } from './folder.js';
import { RandomNumbers } from './random.js';

const STEPS = 32;
/** Cycles in a window, and height of the movement along each axis. */
const activities = [
  { cycles: 0, heights: [0, 0, 0] },
  { cycles: 2, heights: [0.4, 0.2, 0.8] },
  { cycles: 3, heights: [1.2, 0.5, 2] },
];

const folder = await outputFolder(import.meta.url);
for (const { part, count } of PARTS) {
  const random = new RandomNumbers(part);
  const windows = Array.from({ length: count }, () => window(random));
  await writeArray(
    `${part}.npy`,
    [count, STEPS, 3],
    windows.flatMap(({ values }) => values),
  );
  await writeArray(
    `${part}-labels.npy`,
    [count],
    windows.map(({ activity }) => activity),
  );
}

/** Gravity along the axes of a tilted sensor, a movement, and noise. In g. */
function window(random) {
  const activity = random.choose([0, 1, 2]);
  const { cycles, heights } = activities[activity];
  const [tilt, turn] = [0.4 * random.normal(), 0.4 * random.normal()];
  const gravity = [Math.sin(tilt), Math.cos(tilt) * Math.sin(turn), Math.cos(tilt) * Math.cos(turn)];
  const phase = 2 * Math.PI * random.uniform();
  const strength = Math.exp(0.2 * random.normal());
  const values = Array.from({ length: STEPS }, (_, step) =>
    gravity.map((constant, axis) => {
      const angle = (2 * Math.PI * cycles * step) / STEPS + phase + axis;
      return constant + strength * heights[axis] * Math.sin(angle) + 0.1 * random.normal();
    }),
  );
  return { activity, values: values.flat() };
}

async function writeArray(name, shape, values) {
  await writeFile(join(folder, name), encodeNpy({ shape, data: Float32Array.from(values) }));
}
