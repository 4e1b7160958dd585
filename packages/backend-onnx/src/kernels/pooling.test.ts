import {
  type Tensor4D,
  type Tensor5D,
  avgPool,
  avgPool3d,
  maxPool,
  maxPool3d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import { type Given, assertAgrees, natively, noise, withGradients } from '../testing/agreement.js';

/** Few different numbers, so that windows have several largest elements. */
function steps(shape: readonly number[]): Given {
  const { values } = noise(shape, 5);
  return { shape, values: values.map((value) => Math.round(2 * value)) };
}

for (const { filter, strides, pad } of [
  { filter: 2, strides: 2, pad: 'valid' },
  { filter: 3, strides: 1, pad: 'same' },
  { filter: [3, 2], strides: [2, 3], pad: 'same' },
  { filter: [1, 4], strides: 1, pad: 'valid' },
  { filter: 3, strides: 2, pad: 1 },
  { filter: 1, strides: 1, pad: 'valid' },
  { filter: 1, strides: 2, pad: 'valid' },
] as {
  filter: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number;
}[]) {
  const name = `windows of ${String(filter)}, strides ${String(strides)}, padding ${pad}`;
  test.serial(`maxPool and avgPool with ${name}, and their gradients`, async (t) => {
    for (const image of [noise([2, 7, 6, 3]), steps([2, 7, 6, 3])]) {
      await assertAgrees(
        t,
        [image],
        withGradients((x: Tensor4D) => maxPool(x, filter, strides, pad)),
        {
          message: 'max',
        },
      );
    }
    await assertAgrees(
      t,
      [noise([2, 7, 6, 3])],
      withGradients((x: Tensor4D) => avgPool(x, filter, strides, pad)),
      {
        message: 'average',
      },
    );
  });
}

for (const { filter, strides, pad } of [
  { filter: 2, strides: 2, pad: 'valid' },
  { filter: 3, strides: 1, pad: 'same' },
  { filter: 2, strides: [1, 2, 3], pad: 'same' },
  { filter: 3, strides: 2, pad: 1 },
] as { filter: number; strides: number | [number, number, number]; pad: 'valid' | 'same' | number }[]) {
  test.serial(
    `maxPool3d and avgPool3d with windows of ${filter}, strides ${String(strides)}, padding ${pad}, and their gradients`,
    async (t) => {
      for (const image of [noise([2, 5, 4, 6, 2]), steps([2, 5, 4, 6, 2])]) {
        await assertAgrees(
          t,
          [image],
          withGradients((x: Tensor5D) => maxPool3d(x, filter, strides, pad)),
          {
            message: 'max',
          },
        );
      }
      await assertAgrees(
        t,
        [noise([2, 5, 4, 6, 2])],
        withGradients((x: Tensor5D) => avgPool3d(x, filter, strides, pad)),
        {
          message: 'average',
        },
      );
    },
  );
}

test.serial('windows that are counted by ceil, or lie outside of the image', async (t) => {
  for (const rounding of ['ceil', 'floor', 'round'] as const) {
    for (const pad of [0, 1, 2]) {
      await assertAgrees(
        t,
        [noise([1, 6, 6, 2])],
        (x: Tensor4D) => [maxPool(x, 3, 2, pad, rounding), avgPool(x, 3, 2, pad, rounding)],
        { message: `${rounding}, ${pad}` },
      );
    }
  }
});

test.serial('maxPool of whole numbers', async (t) => {
  const image: Given = {
    shape: [1, 3, 3, 1],
    values: [-(2 ** 31), 2 ** 31 - 1, 16_777_217, -(2 ** 31), 16_777_216, 3, 5, 4, 16_777_217],
    dtype: 'int32',
  };
  await assertAgrees(t, [image], (x: Tensor4D) => maxPool(x, 2, 1, 'same'));
});

test.serial('maxPool ignores NaN', async (t) => {
  const { results } = await natively([], () =>
    maxPool(tensor4d([NaN, 1, 2, NaN, -Infinity, -Infinity, NaN, NaN], [1, 2, 4, 1]), [2, 2], 2, 'valid'),
  );
  t.deepEqual(results[0]!.values, [1, 2]);
  await assertAgrees(
    t,
    [{ shape: [1, 2, 2, 2], values: [NaN, -Infinity, NaN, 3, NaN, NaN, NaN, -Infinity] }],
    (x: Tensor4D) => maxPool(x, 2, 2, 'valid'),
  );
});

test.serial("an average's gradient is an equal share", async (t) => {
  const { results } = await natively(
    [noise([1, 4, 4, 1])],
    withGradients((x: Tensor4D) => avgPool(x, 4, 4, 'valid')),
  );
  const [, gradient] = results;
  const weight = noise([1, 1, 1, 1], 99).values[0]!;
  for (const value of gradient!.values) t.true(Math.abs(value - weight / 16) < 1e-7);
});
