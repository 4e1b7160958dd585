import { type Tensor, add, greater, mul, step, sub, where } from '@tensorflow/tfjs-core';
import test from 'ava';

import { aligned, binary } from '../graph/operators/elementwise.js';
import { scalarConstant } from '../graph/operators/operation.js';
import { Value } from '../graph/value.js';
import { assertAgrees, noise } from '../testing/agreement.js';

test.serial('values of fewer axes meet a last axis of one element', async (t) => {
  await assertAgrees(
    t,
    [noise([2, 3, 1]), noise([1], 2), noise([], 3), noise([3, 1], 4)],
    (...xs: Tensor[]) => {
      const [x, one, scalar, column] = xs as [Tensor, Tensor, Tensor, Tensor];
      return [
        add(x, one),
        sub(scalar, x),
        mul(column, x),
        add(x, 2),
        where(greater(x, 0), x, scalar),
        add(scalar, one),
      ];
    },
  );
});

test('operands of a last axis of one element get as many axes, and constants stay constants', (t) => {
  const x = Value.leaf(undefined, [4, 5, 1], 'float32');
  const sum = binary('Add', scalarConstant(2), x);
  t.deepEqual(sum.shape, [4, 5, 1]);
  const [constant] = sum.producer!.inputs;
  t.deepEqual(constant!.shape, [1, 1, 1]);
  t.truthy(constant!.literal);
  const rows = Value.leaf(undefined, [4, 5], 'float32');
  const two = scalarConstant(2);
  t.deepEqual(aligned([rows, two], [4, 5]), [rows, two]);
});

test.serial("relu's derivative at zero, at infinities, at the smallest numbers and at NaN", async (t) => {
  const values = [0, -0, 1e-45, -1e-45, 1e-38, 0.5, 1, 7, -3, Infinity, -Infinity, NaN];
  await assertAgrees(t, [{ shape: [values.length], values }], (x: Tensor) => [step(x), step(x, 0.5)]);
});
