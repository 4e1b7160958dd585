import { matMul, tensor } from '@tensorflow/tfjs-core';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { householder, orthonormal } from '../math/orthonormal.js';
import { flowStepConforms } from '../testing/flow-step-conformance.js';
import { householderSylvesterStep, sylvesterStep } from './sylvester.js';

const points = [
  [0, 1, -2],
  [-3, 0.5, 4],
];
flowStepConforms(test, { step: sylvesterStep, options: { columns: 2 }, points });
flowStepConforms(test, { step: householderSylvesterStep, options: { reflections: 2 }, points });

test('orthonormal: columns of length 1 at right angles, for each example', (t) => {
  const values = Array.from({ length: 24 }, (_, index) => Math.sin(index * index));
  const q = orthonormal(tensor(values, [2, 4, 3]));
  const products = matMul(q, q, true).dataSync();
  products.forEach((value, index) =>
    t.true(
      Math.abs(value - (index % 9 === 0 || index % 9 === 4 || index % 9 === 8 ? 1 : 0)) < 1e-5,
      `${value}`,
    ),
  );
});

test('householder: the matrix is orthogonal; the same reflection twice is the identity', (t) => {
  const q = householder(tensor([[1, 2, -1], [0.5, 0, 3]])); // prettier-ignore
  matMul(q, q, false, true)
    .dataSync()
    .forEach((value, index) => t.true(Math.abs(value - (index % 4 === 0 ? 1 : 0)) < 1e-6));
  householder(tensor([[1, 2, -1], [2, 4, -2]])) // prettier-ignore
    .dataSync()
    .forEach((value, index) => t.true(Math.abs(value - (index % 4 === 0 ? 1 : 0)) < 1e-6));
});
