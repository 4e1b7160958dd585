import test from 'ava';

import { fitImage } from './fit-image.js';

const grey = (rows: number, columns: number, ...pixels: number[]) =>
  ({ rows, columns, channels: 1, pixels: Float32Array.from(pixels) }) as const;

test('an image of the right size does not change, without a note', (t) => {
  const image = grey(1, 2, 0.25, 1);
  t.deepEqual(fitImage(image, [1, 2, 1]), { image, changes: [] });
});

test('colours become the luma, and grey each colour', (t) => {
  const pixels = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const { image, changes } = fitImage({ rows: 1, columns: 3, channels: 3, pixels }, [1, 3, 1]);
  t.deepEqual(image, grey(1, 3, 0.299, 0.587, 0.114));
  t.deepEqual(changes, ['made grey']);
  const back = fitImage(grey(1, 1, 0.5), [1, 1, 3]).image;
  t.deepEqual(back.pixels, Float32Array.of(0.5, 0.5, 0.5));
});

test('a pixel is the mean of the area it covers, in whole and in broken parts', (t) => {
  const halves = fitImage(grey(2, 2, 0, 1, 1, 0.5), [1, 1, 1]);
  t.deepEqual(halves.image, grey(1, 1, 0.625));
  t.deepEqual(halves.changes, ['resized from 2 by 2 to 1 by 1 pixels']);
  const ramp = grey(3, 3, ...[0, 3, 6, 0, 3, 6, 0, 3, 6].map((value) => value / 8));
  // Columns of 1.5: (0 + 3/2) / 1.5 and (3/2 + 6) / 1.5, over 8.
  const expected = [1 / 8, 5 / 8, 1 / 8, 5 / 8];
  fitImage(ramp, [2, 2, 1]).image.pixels.forEach((value, index) => {
    t.true(Math.abs(value - expected[index]!) < 1e-6);
  });
  t.deepEqual(fitImage(grey(1, 1, 0.5), [2, 2, 1]).image, grey(2, 2, 0.5, 0.5, 0.5, 0.5));
});

test('proportions are kept, in the middle of black', (t) => {
  const { image, changes } = fitImage(grey(1, 3, 1, 0.5, 0.25), [3, 3, 1]);
  t.deepEqual(image, grey(3, 3, 0, 0, 0, 1, 0.5, 0.25, 0, 0, 0));
  t.deepEqual(changes, ['centred on 3 by 3 black pixels']);
});
