import test from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { markedImages } from '../testing/images.js';
import { concatImages, imageGrid } from './grid.js';

test('images fill the grid row by row from the top left, upright and not mirrored', (t) => {
  const grid = imageGrid(markedImages(6), { columns: 3, scale: 2, gap: 1 });
  t.deepEqual([grid.width, grid.height, grid.channels], [3 * 6 + 2, 2 * 8 + 1, 1]);
  const at = (x: number, y: number) => grid.data[y * grid.width + x];
  for (let image = 0; image < 6; image++) {
    const [left, top] = [7 * (image % 3), 9 * Math.floor(image / 3)];
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      t.is(at(left + x, top + y), 255, `corner of image ${image}`);
      t.is(at(left + 2 + x, top + y), image, `number of image ${image}`);
    }
    t.is(at(left + 5, top), 0, 'the other upper corner is black');
    t.is(at(left, top + 7), 0, 'the lower corner is black');
  }
});

test('the gaps between images, and cells without an image, are grey', (t) => {
  const grid = imageGrid(markedImages(3, { rows: 2, columns: 2 }), { columns: 2, scale: 1, gap: 1 });
  const rows = Array.from({ length: grid.height }, (_, y) => [...grid.data.subarray(5 * y, 5 * y + 5)]);
  t.deepEqual(rows, [
    [255, 0, 128, 255, 1],
    [0, 0, 128, 0, 0],
    [128, 128, 128, 128, 128],
    [255, 2, 128, 128, 128],
    [0, 0, 128, 128, 128],
  ]);
});

test('above each image is room for a word, white', (t) => {
  const size = { rows: 2, columns: 2 };
  const grid = imageGrid(markedImages(3, size), { columns: 2, scale: 1, gap: 1, header: 2 });
  const rows = Array.from({ length: grid.height }, (_, y) => [...grid.data.subarray(5 * y, 5 * y + 5)]);
  const [white, gap] = [new Array<number>(5).fill(255), new Array<number>(5).fill(128)];
  t.deepEqual(rows, [
    white,
    white,
    [255, 0, 128, 255, 1],
    [0, 0, 128, 0, 0],
    gap,
    white,
    white,
    [255, 2, 128, 128, 128],
    [0, 0, 128, 128, 128],
  ]);
});

test('colours keep their order', (t) => {
  const pixels = Float32Array.of(1, 0, 0.2, 0, 1, 0.4);
  const batch = { pixels, count: 1, rows: 1, columns: 2, channels: 3 };
  t.deepEqual([...imageGrid(batch, { columns: 1, scale: 1, gap: 1 }).data], [255, 0, 51, 0, 255, 102]);
});

test('values outside 0 to 1 are drawn as the nearest that can be', (t) => {
  const batch = { pixels: Float32Array.of(-3, 0.5, 7, NaN), count: 1, rows: 1, columns: 4, channels: 1 };
  t.deepEqual([...imageGrid(batch, { columns: 1, scale: 1, gap: 1 }).data], [0, 128, 255, 0]);
});

test('throws an error with the given and the expected value for what is not a batch of images', (t) => {
  const draw = (change: object) => () =>
    imageGrid({ ...markedImages(2), ...change }, { columns: 2, scale: 1, gap: 1 });
  const channels = t.throws(draw({ channels: 2 }), {
    instanceOf: HelmholtzError,
    message: /must have 1 channel.*Received: 2/,
  });
  t.is(channels.kind, 'usage');
  t.truthy(channels.hint);
  t.throws(draw({ count: 3 }), {
    instanceOf: HelmholtzError,
    message: /\[3, 4, 3, 1\] need 36 pixel values\. Received: 24/,
  });
  t.throws(draw({ count: 0, pixels: new Float32Array(0) }), { instanceOf: HelmholtzError });
});

test('concatenates batches of one shape, and throws an error for different shapes', (t) => {
  const both = concatImages([markedImages(2), markedImages(2, { first: 2 })]);
  t.deepEqual(both, markedImages(4));
  t.throws(() => concatImages([markedImages(2), markedImages(3)]), {
    message: /\[2, 4, 3, 1\] and \[3, 4, 3, 1\]/,
  });
  t.throws(() => concatImages([]), { instanceOf: HelmholtzError });
});
