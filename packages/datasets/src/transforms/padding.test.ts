import test from 'ava';
import { arrayDataset } from '../array-dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { values } from '../testing/read-all.js';
import { padding } from './padding.js';

test('puts each image in the middle of zeros', (t) => {
  const images = arrayDataset({
    name: 'two',
    data: [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
    shape: [2, 2, 1],
  });
  const padded = padding(images, 4);
  t.deepEqual(padded.shape, [4, 4, 1]);
  // prettier-ignore
  t.deepEqual(values(padded), [
    0, 0, 0, 0,
    0, 1, 2, 0,
    0, 3, 4, 0,
    0, 0, 0, 0,

    0, 0, 0, 0,
    0, 5, 6, 0,
    0, 7, 8, 0,
    0, 0, 0, 0,
  ]);
});

test('keeps channels together; of an odd margin the right and the bottom get more', (t) => {
  const image = arrayDataset({ name: 'one', data: [[1, 2, 3, 4, 5, 6, 7, 8]], shape: [2, 2, 2] });
  // prettier-ignore
  t.deepEqual(values(padding(image, 3)), [
    1, 2, 3, 4, 0, 0,
    5, 6, 7, 8, 0, 0,
    0, 0, 0, 0, 0, 0,
  ]);
});

test('pads images that are not square to a square', (t) => {
  const image = arrayDataset({ name: 'one', data: [[1, 2, 3]], shape: [1, 3, 1] });
  t.deepEqual(values(padding(image, 3)), [0, 0, 0, 1, 2, 3, 0, 0, 0]);
});

test('puts pixel (r, c) of 28 by 28 at (r + 2, c + 2) of 32 by 32, whatever was in the buffer', (t) => {
  const bytes = Uint8Array.from({ length: 3 * 784 }, (_, i) => 1 + (i % 251));
  const images = arrayDataset({ name: 'three', data: bytes, shape: [28, 28, 1] });
  const padded = values(padding(images, 32), [2, 0, 1]);
  [2, 0, 1].forEach((example, position) => {
    for (let row = 0; row < 32; row++) {
      for (let column = 0; column < 32; column++) {
        const inside = row >= 2 && row < 30 && column >= 2 && column < 30;
        const expected = inside ? bytes[example * 784 + (row - 2) * 28 + column - 2] : 0;
        if (padded[position * 1024 + row * 32 + column] !== expected)
          t.fail(`at ${position}, ${row}, ${column}`);
      }
    }
  });
  t.is(padded.length, 3 * 1024);
});

test('rejects a side that is too small, and examples that are no images', (t) => {
  const image = arrayDataset({ name: 'one', data: new Uint8Array(784), shape: [28, 28, 1] });
  for (const side of [27, 32.5, -32, NaN]) {
    const error = t.throws(() => padding(image, side), { instanceOf: HelmholtzError });
    t.is(error.kind, 'usage');
    t.is(error.message, `one: images of 28 by 28 cannot be padded to ${side}.`);
    t.regex(error.hint!, /^Give a whole number of at least 28, such as 32, or "none"/);
  }
  const vector = arrayDataset({ name: 'one', data: new Uint8Array(784), shape: [784] });
  t.throws(() => padding(vector, 32), { message: /of shape \[784\] cannot be padded/ });
});

test('the side that an error proposes can be padded to', (t) => {
  for (const [rows, columns] of [
    [50, 50],
    [45, 37],
    [1, 3],
    [32, 100],
  ] as const) {
    const image = arrayDataset({
      name: 'one',
      data: new Uint8Array(rows * columns),
      shape: [rows, columns, 1],
    });
    const { hint } = t.throws(() => padding(image, 0), { instanceOf: HelmholtzError });
    const [least, example] = [...hint!.matchAll(/\d+/g)].map(Number);
    for (const side of [least!, example!]) t.deepEqual(padding(image, side).shape, [side, side, 1]);
  }
});
