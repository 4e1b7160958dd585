import { type Tensor, matMul, tensor } from '@tensorflow/tfjs-core';
import { initializers, metrics } from '@tensorflow/tfjs-layers';
import test from 'ava';

import './chained-operations.js';
import '@helmholtz/testing/cpu-backend';
import { numbers } from './testing/symbolic.js';

for (const shape of [
  [3, 3],
  [2, 5],
  [5, 2],
]) {
  test(`the orthogonal initializer works: [${shape.join(', ')}]`, (t) => {
    const q = initializers.orthogonal({ gain: 1 }).apply(shape);
    // The shorter side's products are the identity.
    const tall = shape[0]! >= shape[1]!;
    const size = Math.min(...shape);
    numbers(matMul(q, q, tall, !tall)).forEach((value, index) => {
      const diagonal = Math.floor(index / size) === index % size;
      t.true(Math.abs(value - Number(diagonal)) < 1e-5);
    });
  });
}

test('the R2 score works', (t) => {
  const score = (metrics as unknown as { r2Score: (yTrue: Tensor, yPred: Tensor) => Tensor }).r2Score;
  t.deepEqual(numbers(score(tensor([1, 2, 3]), tensor([1, 2, 4]))), [0.5]);
});

test('a method is the operation', (t) => {
  const chained = tensor([[1, -2]]) as unknown as Record<string, (...args: unknown[]) => Tensor>;
  t.deepEqual(numbers(chained['sign']!()), [1, -1]);
  t.deepEqual(chained['transpose']!().shape, [2, 1]);
  t.deepEqual(chained['flatten']!().shape, [2]);
  t.deepEqual(numbers(chained['sub']!(1)), [0, -3]);
});
