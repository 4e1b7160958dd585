// Writes spectrograms of invented whistles of birds: node examples/data-sets/spectrograms.js
// Each is an array [frequency, time] of decibels: 32 frequencies, low to high, at 24 times.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNpy } from '@helmholtz/datasets';

import { outputFolder, PARTS } from './folder.js';
import { RandomNumbers } from './random.js';

const FREQUENCIES = 32;
const TIMES = 24;
/** Samples of a spectrum, and from one spectrum to the next. */
const [LENGTH, HOP] = [64, 32];
const COSINES = Array.from({ length: LENGTH }, (_, at) => Math.cos((2 * Math.PI * at) / LENGTH));

const folder = await outputFolder(import.meta.url);
for (const { part, count } of PARTS) {
  const random = new RandomNumbers(part);
  const data = Array.from({ length: count }, () => spectrogram(whistle(random))).flat();
  const shape = [count, FREQUENCIES, TIMES];
  await writeFile(join(folder, `${part}.npy`), encodeNpy({ shape, data: Float32Array.from(data) }));
}

/** Sound whose frequency rises or falls, of some loudness, with noise. */
function whistle(random) {
  const samples = HOP * (TIMES - 1) + LENGTH;
  const [start, end] = [0.1 + 0.3 * random.uniform(), 0.1 + 0.3 * random.uniform()];
  const loudness = Math.exp(0.5 * random.normal());
  let phase = 0;
  return Array.from({ length: samples }, (_, sample) => {
    phase += 2 * Math.PI * (start + ((end - start) * sample) / samples);
    return loudness * Math.sin(phase) + 0.1 * random.normal();
  });
}

/** Power at each frequency and time in decibels, by the Fourier transform of Hann windows. */
function spectrogram(sound) {
  const times = Array.from({ length: TIMES }, (_, time) => {
    const frame = Array.from({ length: LENGTH }, (_sample, at) => {
      const hann = Math.sin((Math.PI * (at + 0.5)) / LENGTH) ** 2;
      return hann * sound[time * HOP + at];
    });
    return Array.from({ length: FREQUENCIES }, (_power, frequency) => decibels(frame, frequency));
  });
  return Array.from({ length: FREQUENCIES }, (_, frequency) =>
    times.map((powers) => powers[frequency]),
  ).flat();
}

function decibels(frame, frequency) {
  let [real, imaginary] = [0, 0];
  for (const [at, value] of frame.entries()) {
    real += value * COSINES[(frequency * at) % LENGTH];
    imaginary += value * COSINES[(frequency * at + LENGTH / 4) % LENGTH];
  }
  return 10 * Math.log10(real ** 2 + imaginary ** 2 + 1e-3);
}
