import { type Tensor, grad, sum, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { fillMissing } from './fill-missing.js';
import { numbers } from './testing/symbolic.js';

const holes = tensor([
  [3, NaN],
  [NaN, -1],
]);

test('a missing value becomes 0 with the indicator 0', (t) => {
  const filled = fillMissing().apply(holes) as Tensor;
  t.deepEqual(filled.shape, [2, 4]);
  t.deepEqual(numbers(filled), [3, 0, 1, 0, 0, -1, 0, 1]);
});

test('without an indicator the shape stays', (t) => {
  const filled = fillMissing({ indicator: false }).apply(holes) as Tensor;
  t.deepEqual(numbers(filled), [3, 0, 0, -1]);
});

test('the indicator follows the last axis', (t) => {
  const steps = tensor([1, NaN, 3], [1, 3, 1]);
  t.deepEqual(numbers(fillMissing().apply(steps) as Tensor), [1, 1, 0, 0, 3, 1]);
  t.deepEqual(fillMissing().computeOutputShape([null, 3, 1]), [null, 3, 2]);
});

test('gradients pass through observed values alone', (t) => {
  const slope = grad((x: Tensor) => sum(fillMissing({ indicator: true }).apply(x) as Tensor));
  t.deepEqual(numbers(slope(holes)), [1, 0, 0, 1]);
});

test('padded steps have the padding value, also in indicators, and the mask is 0 there', (t) => {
  const steps = tensor([1, NaN, NaN, NaN, NaN, 6], [1, 3, 2]);
  const layer = fillMissing({ indicator: false, padding: -9 });
  t.deepEqual(numbers(layer.apply(steps) as Tensor), [1, 0, -9, -9, 0, 6]);
  const mask = layer.computeMask(steps);
  t.deepEqual(
    [mask.shape, numbers(mask)],
    [
      [1, 3],
      [1, 0, 1],
    ],
  );
  const marked = fillMissing({ padding: -9 }).apply(steps) as Tensor;
  t.deepEqual(numbers(marked), [1, 0, 1, 0, -9, -9, -9, -9, 0, 6, 0, 1]);
});

test('the configuration without padding is that of older versions', (t) => {
  t.false('padding' in fillMissing().getConfig());
  t.like(fillMissing({ padding: 0 }).getConfig(), { padding: 0 });
});
