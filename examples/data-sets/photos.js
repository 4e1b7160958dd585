// Writes invented colour photographs of different sizes: node examples/data-sets/photos.js
// Their folders are their classes: the sea at some hour of the day, and fields in some season.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encode } from 'fast-png';

import { outputFolder } from './folder.js';
import { RandomNumbers } from './random.js';

const folder = await outputFolder(import.meta.url);
const random = new RandomNumbers('photos');
for (const scene of ['sea', 'fields']) {
  await mkdir(join(folder, scene), { recursive: true });
  for (let photo = 1; photo <= 300; photo++) {
    const [width, height] = [24 + Math.floor(24 * random.uniform()), 24 + Math.floor(16 * random.uniform())];
    const data = pixels(scene, width, height);
    await writeFile(join(folder, scene, `${photo}.png`), encode({ width, height, channels: 3, data }));
  }
}

/** Sky above a horizon, with a sun at some place. Red, green and blue from 0 to 255. */
function pixels(scene, width, height) {
  const [evening, horizon] = [random.uniform(), 0.4 + 0.3 * random.uniform()];
  const sun = { x: 0.15 + 0.7 * random.uniform(), y: horizon * (0.2 + 0.6 * random.uniform()) };
  const sky = mix([110, 170, 230], [240, 140, 90], evening);
  const ground =
    scene === 'sea' ? mix([20, 70, 130], [70, 50, 90], evening) : mix([60, 140, 40], [190, 160, 60], evening);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [(column + 0.5) / width, (row + 0.5) / height];
      const lit = Math.hypot((x - sun.x) * (width / height), y - sun.y) < 0.13;
      const colour =
        y > horizon ? ground : lit ? [255, 245, 190] : mix(sky, [255, 255, 255], (0.4 * y) / horizon);
      data.set(
        colour.map((level) => Math.min(255, Math.max(0, level + 6 * random.normal()))),
        (row * width + column) * 3,
      );
    }
  }
  return data;
}

function mix(first, second, share) {
  return first.map((level, channel) => level + share * (second[channel] - level));
}
