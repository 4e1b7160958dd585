import {
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  type Tensor5D,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import { assertAgrees, noise, withGradients } from '../../testing/agreement.js';

type Pad = Parameters<typeof conv2d>[3];

/** Images that are neither square nor of whole blocks of channels. */
const images = [
  { shape: [2, 9, 7, 3], outputs: 5 },
  { shape: [3, 8, 6, 17], outputs: 10 },
  { shape: [1, 6, 10, 16], outputs: 1 },
  { shape: [2, 7, 7, 1], outputs: 24 },
];
const explicit: Pad = [
  [0, 0],
  [2, 1],
  [0, 3],
  [0, 0],
];

const windows = [
  [1, 1],
  [3, 3],
  [4, 4],
  [2, 5],
];
const cases = windows.flatMap((window) =>
  ([1, 2, [2, 1], [3, 2]] as (number | [number, number])[]).flatMap((strides) =>
    (['same', 'valid', explicit] as Pad[]).map((pad) => ({ window, strides, pad })),
  ),
);

cases.forEach(({ window, strides, pad }, index) => {
  // Each window, stride and padding meets another image.
  const { shape, outputs } = images[(index + Math.floor(index / 12)) % images.length]!;
  const name = `conv2d [${shape.join()}] by [${window.join()}] to ${outputs}, strides ${String(strides)}, padding ${JSON.stringify(pad)}`;
  test.serial(`${name}, and its gradients`, async (t) => {
    await assertAgrees(
      t,
      [noise(shape), noise([...window, shape[3]!, outputs], 2)],
      withGradients((x: Tensor4D, filter: Tensor4D) => conv2d(x, filter, strides, pad)),
    );
  });
});

const numeric = [
  { pad: 0, rounding: 'floor' },
  { pad: 1, rounding: 'floor' },
  { pad: 2, rounding: 'ceil' },
  { pad: 1, rounding: 'ceil' },
  { pad: 1, rounding: 'round' },
] as const;

for (const { pad, rounding } of numeric) {
  test.serial(`conv2d with a padding of ${pad} and windows counted by ${rounding}`, async (t) => {
    for (const window of [
      [3, 3],
      [2, 4],
      [4, 2],
    ]) {
      await assertAgrees(
        t,
        [noise([2, 8, 9, 4]), noise([...window, 4, 6], 2)],
        (x: Tensor4D, filter: Tensor4D) => conv2d(x, filter, 2, pad, 'NHWC', 1, rounding),
        { message: window.join() },
      );
    }
  });
}

test.serial('conv2d with holes in its windows', async (t) => {
  for (const pad of ['same', 'valid'] as const) {
    for (const dilations of [2, [3, 1]] as (number | [number, number])[]) {
      await assertAgrees(
        t,
        [noise([2, 9, 9, 9]), noise([3, 2, 9, 4], 2)],
        (x: Tensor4D, filter: Tensor4D) => conv2d(x, filter, 1, pad, 'NHWC', dilations),
        { message: `${pad}, ${String(dilations)}` },
      );
    }
  }
});

test.serial('conv2d with the channels first, and its gradients', async (t) => {
  for (const shape of [
    [2, 3, 8, 6],
    [2, 12, 5, 7],
  ]) {
    const operands = [noise(shape), noise([3, 3, shape[1]!, 9], 2)];
    const convolved = (x: Tensor4D, filter: Tensor4D): Tensor => conv2d(x, filter, 2, 'same', 'NCHW');
    await assertAgrees(t, operands, withGradients(convolved));
  }
});

test.serial('conv2d of a single image', async (t) => {
  await assertAgrees(t, [noise([6, 6, 2]), noise([3, 3, 2, 4], 2)], (x: Tensor3D, filter: Tensor4D) =>
    conv2d(x, filter, 1, 'same'),
  );
});

test.serial('a window larger than many images, and its gradients', async (t) => {
  const operands = [noise([3, 12, 12, 2]), noise([9, 9, 2, 3], 2)];
  await assertAgrees(
    t,
    operands,
    withGradients((x: Tensor4D, filter: Tensor4D) => conv2d(x, filter, 1, 'valid')),
  );
});

for (const { strides, pad, size } of [
  { strides: 2, pad: 'same', size: 8 },
  { strides: 2, pad: 'valid', size: 10 },
  { strides: 1, pad: 'same', size: 4 },
  { strides: 3, pad: 'same', size: 11 },
] as const) {
  test.serial(`conv2dTranspose with strides ${strides}, ${pad}, and its gradients`, async (t) => {
    const operands = [noise([2, 4, 4, 6]), noise([4, 4, 3, 6], 2)];
    const transposed = (x: Tensor4D, filter: Tensor4D): Tensor =>
      conv2dTranspose(x, filter, [2, size, size, 3], strides, pad);
    await assertAgrees(t, operands, withGradients(transposed));
  });
}

for (const strides of [1, 2, [1, 3, 2]] as (number | [number, number, number])[]) {
  for (const pad of ['same', 'valid'] as const) {
    test.serial(`conv3d with strides ${String(strides)}, ${pad}, and its gradients`, async (t) => {
      const operands = [noise([2, 4, 5, 6, 3]), noise([2, 3, 2, 3, 4], 2)];
      const convolved = (x: Tensor5D, filter: Tensor5D): Tensor => conv3d(x, filter, strides, pad);
      await assertAgrees(t, operands, withGradients(convolved));
    });
  }
}

test.serial('conv3d with holes in its windows, and transposed', async (t) => {
  await assertAgrees(
    t,
    [noise([1, 5, 5, 5, 2]), noise([2, 2, 2, 2, 3], 2)],
    (x: Tensor5D, filter: Tensor5D) => conv3d(x, filter, 1, 'same', 'NDHWC', 2),
  );
  await assertAgrees(
    t,
    [noise([1, 3, 3, 3, 2]), noise([2, 2, 2, 4, 2], 2)],
    (x: Tensor5D, filter: Tensor5D) => conv3dTranspose(x, filter, [1, 6, 6, 6, 4], 2, 'same'),
  );
});
