import { type Tensor4D, depthwiseConv2d, separableConv2d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { assertAgrees, noise, withGradients } from '../testing/agreement.js';

for (const { channels, multiplier } of [
  { channels: 3, multiplier: 1 },
  { channels: 16, multiplier: 1 },
  { channels: 13, multiplier: 1 },
  { channels: 5, multiplier: 3 },
]) {
  for (const strides of [1, 2]) {
    for (const pad of ['same', 'valid', 1] as const) {
      test.serial(
        `depthwiseConv2d of ${channels} channels by ${multiplier}, strides ${strides}, padding ${pad}, and its gradients`,
        async (t) => {
          await assertAgrees(
            t,
            [noise([2, 7, 6, channels]), noise([3, 3, channels, multiplier], 2)],
            withGradients((x: Tensor4D, filter: Tensor4D) => depthwiseConv2d(x, filter, strides, pad)),
          );
        },
      );
    }
  }
}

test.serial('depthwiseConv2d with holes in its windows', async (t) => {
  for (const multiplier of [1, 2]) {
    await assertAgrees(
      t,
      [noise([2, 9, 8, 4]), noise([3, 2, 4, multiplier], 2)],
      (x: Tensor4D, filter: Tensor4D) => depthwiseConv2d(x, filter, 1, 'same', 'NHWC', [2, 3]),
    );
  }
});

test.serial('separableConv2d and its gradients', async (t) => {
  await assertAgrees(
    t,
    [noise([2, 6, 6, 3]), noise([3, 3, 3, 2], 2), noise([1, 1, 6, 5], 3)],
    withGradients((x: Tensor4D, depthwise: Tensor4D, pointwise: Tensor4D) =>
      separableConv2d(x, depthwise, pointwise, 1, 'same'),
    ),
  );
});
