import test from 'ava';

import { resample } from './resample.js';

/** Two channels: a sine of a frequency, and 0.5. */
function sines(frequency: number, sampleRate: number, frames: number): Float32Array {
  return Float32Array.from({ length: 2 * frames }, (_, index) =>
    index % 2 ? 0.5 : Math.sin((2 * Math.PI * frequency * Math.floor(index / 2)) / sampleRate),
  );
}

for (const [from, to] of [
  [44100, 16000],
  [8000, 44100],
  [48000, 8000],
] as const) {
  test(`a sine below both limits stays that sine from ${from} to ${to} Hz`, (t) => {
    const samples = sines(440, from, 0.2 * from);
    const out = resample({ sampleRate: from, channels: 2, samples }, to);
    const frames = 0.2 * to;
    t.deepEqual([out.sampleRate, out.samples.length], [to, 2 * frames]);
    const expected = sines(440, to, frames);
    // The filter reaches beyond the ends, where there are no samples.
    const edge = Math.ceil(0.02 * to);
    for (let index = 2 * edge; index < 2 * (frames - edge); index++) {
      t.true(Math.abs(out.samples[index]! - expected[index]!) < 1e-4, `${index}`);
    }
  });
}

test('frequencies above the new limit are removed and do not fold back', (t) => {
  const samples = sines(6000, 44100, 8820);
  const out = resample({ sampleRate: 44100, channels: 2, samples }, 8000).samples;
  for (let frame = 200; frame < 1400; frame++) t.true(Math.abs(out[2 * frame]!) < 1e-3);
});

test('the same rate returns the same samples', (t) => {
  const samples = sines(100, 8000, 10);
  t.is(resample({ sampleRate: 8000, channels: 2, samples }, 8000).samples, samples);
});
