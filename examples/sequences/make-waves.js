// Writes sequences of different lengths to a folder: node examples/sequences/make-waves.js waves
// Each has two channels, a sine and a cosine of its own frequency and phase, with noise.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNpy } from '@helmholtz/datasets';

const STEPS = 24;

/** Numbers in [0, 1) that depend on the seed alone (Park and Miller 1988). */
function randomNumbers(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const folder = process.argv[2] ?? 'waves';
await mkdir(folder, { recursive: true });
for (const [part, count, seed] of [
  ['train', 1000, 1],
  ['test', 200, 2],
]) {
  const random = randomNumbers(seed);
  const data = new Float32Array(count * STEPS * 2);
  const lengths = new Float32Array(count);
  for (let example = 0; example < count; example++) {
    const length = 8 + Math.floor(17 * random());
    const [frequency, phase] = [0.3 + 0.5 * random(), 2 * Math.PI * random()];
    lengths[example] = length;
    for (let step = 0; step < length; step++) {
      const angle = frequency * step + phase;
      const noise = () => 0.1 * (random() + random() + random() - 1.5);
      data.set([Math.sin(angle) + noise(), 0.5 * Math.cos(angle) + noise()], (example * STEPS + step) * 2);
    }
  }
  await writeFile(join(folder, `${part}.npy`), encodeNpy({ shape: [count, STEPS, 2], data }));
  await writeFile(join(folder, `${part}-length.npy`), encodeNpy({ shape: [count], data: lengths }));
}
