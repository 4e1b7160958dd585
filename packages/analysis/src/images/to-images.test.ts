import { type Dataset, arrayDataset } from '@helmholtz/datasets';
import test from 'ava';

import { firstOfEachClass, toImages } from './to-images.js';

test('the first example of each class, in the order of the classes', (t) => {
  const labels = Uint8Array.of(2, 0, 2, 1, 0, 5);
  t.deepEqual(firstOfEachClass({ labels, size: 6 }, 10), [1, 3, 0, 5]);
  t.deepEqual(firstOfEachClass({ labels, size: 6 }, 2), [1, 3]);
});

test('without classes, the first examples there are', (t) => {
  t.deepEqual(firstOfEachClass({ labels: undefined, size: 100 }, 3), [0, 1, 2]);
  t.deepEqual(firstOfEachClass({ labels: undefined, size: 2 }, 10), [0, 1]);
});

const ofPixels = (data: readonly number[]): Dataset =>
  arrayDataset({ name: 'images', shape: [4, 3, 1], data: [data] });

test('examples become images of the shape of the data, in their order', (t) => {
  const values = Float32Array.from({ length: 24 }, (_, index) => index / 24);
  const images = toImages({ count: 2, values }, ofPixels(Array.from({ length: 12 }, () => 0.5)));
  t.deepEqual(images, { pixels: values, count: 2, rows: 4, columns: 3, channels: 1 });
});

test('white is 255 for bytes, and 1 for grey values; other numbers are drawn over their range', (t) => {
  const values = Float32Array.from({ length: 12 }, (_, index) => index);
  const pixelsBeside = (data: readonly number[]): Float32Array =>
    toImages({ count: 1, values }, ofPixels(data)).pixels;
  const bytes = Array.from({ length: 12 }, (_, index) => 20 * index);
  t.deepEqual(
    pixelsBeside(bytes),
    values.map((value) => value / 255),
  );
  t.deepEqual(pixelsBeside(bytes.map((value) => value / 300)), values);
  t.deepEqual(
    pixelsBeside(bytes.map((value) => value / 20 - 3)),
    values.map((value) => (value + 3) / 11),
  );
});

test('arrays of more than 8 columns are grey images', (t) => {
  const data = [Array.from({ length: 27 }, (_, index) => index - 20)];
  const spectrograms = arrayDataset({ name: 'spectrograms', shape: [3, 9], data });
  const { pixels, ...shape } = toImages({ count: 1, values: Float32Array.from(data[0]!) }, spectrograms);
  t.deepEqual(shape, { count: 1, rows: 3, columns: 9, channels: 1 });
  t.deepEqual([pixels[0], pixels[26]], [0, 1]);
});
