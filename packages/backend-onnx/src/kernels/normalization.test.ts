import {
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  batchNorm,
  localResponseNormalization,
  logSoftmax,
  softmax,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import { type Given, assertAgrees, natively, noise, withGradients } from '../testing/agreement.js';

const positive = (shape: readonly number[], seed: number): Given => {
  const { values } = noise(shape, seed);
  return { shape, values: values.map((value) => Math.abs(value) + 0.1) };
};

test.serial('batchNorm by channel, with and without scale and offset, and its gradients', async (t) => {
  const operands = [noise([2, 3, 4, 5]), noise([5], 2), positive([5], 3), noise([5], 4), noise([5], 6)];
  await assertAgrees(
    t,
    operands,
    withGradients((x: Tensor4D, mean: Tensor1D, variance: Tensor1D, offset: Tensor1D, scale: Tensor1D) =>
      batchNorm(x, mean, variance, offset, scale, 1e-3),
    ),
  );
  await assertAgrees(t, operands.slice(0, 3), (x: Tensor4D, mean: Tensor1D, variance: Tensor1D) =>
    batchNorm(x, mean, variance),
  );
});

test.serial('batchNorm by element', async (t) => {
  const shape = [2, 3, 2, 4];
  await assertAgrees(
    t,
    [noise(shape), noise(shape, 2), positive(shape, 3), noise(shape, 4), noise(shape, 5)],
    (x: Tensor4D, mean: Tensor4D, variance: Tensor4D, offset: Tensor4D, scale: Tensor4D) =>
      batchNorm(x, mean, variance, offset, scale),
  );
});

test.serial('localResponseNormalization and its gradient', async (t) => {
  for (const radius of [0, 1, 2, 5]) {
    for (const beta of [0.5, 0.75, 2]) {
      await assertAgrees(
        t,
        [noise([2, 2, 3, 7])],
        withGradients((x: Tensor4D) => localResponseNormalization(x, radius, 1.5, 0.7, beta)),
        { message: `radius ${radius}, beta ${beta}` },
      );
    }
  }
});

test.serial('softmax and logSoftmax, and their gradients', async (t) => {
  for (const shape of [[7], [3, 5], [2, 3, 4]]) {
    const { values } = noise(shape);
    const operands = [{ shape, values: values.map((value) => 20 * value) }];
    await assertAgrees(
      t,
      operands,
      withGradients((x: Tensor) => softmax(x)),
    );
    await assertAgrees(
      t,
      operands,
      withGradients((x: Tensor) => logSoftmax(x)),
    );
  }
});

test.serial('softmax of large, infinite and undefined numbers', async (t) => {
  const rows = [
    [1e30, 1e30, 0],
    [1000, 999, -1000],
    [-Infinity, 0, 0],
    [-Infinity, -Infinity, -Infinity],
    [Infinity, 0, 1],
    [NaN, 0, 1],
  ];
  await assertAgrees(t, [{ shape: [rows.length, 3], values: rows.flat() }], (x: Tensor) => softmax(x));
  const { results } = await natively([{ shape: [1, 2], values: [Math.log(3), 0] }], (x: Tensor) =>
    softmax(x),
  );
  t.true(Math.abs(results[0]!.values[0]! - 0.75) < 1e-7);
});
