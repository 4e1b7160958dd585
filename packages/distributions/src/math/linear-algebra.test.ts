import { type Tensor, grads, matMul, mul, sum, tensor, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { RandomStream } from '@helmholtz/base';
import { reference } from '@helmholtz/testing/reference';
import '@helmholtz/testing/cpu-backend';
import { cholesky } from './cholesky.js';
import { triangularSolve, triangularSolveVector } from './triangular-solve.js';

const random = new RandomStream(0, 'linear algebra');
const drawn = (shape: number[]): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.next() - 0.5),
    shape,
  );

function close(computed: Tensor, expected: Tensor, within = 1e-5): boolean {
  const [left, right] = [computed.dataSync(), expected.dataSync()];
  return (
    left.length === right.length && left.every((value, index) => Math.abs(value - right[index]!) < within)
  );
}

/** Two matrices of covariance, [2, n, n], with factors that are known. */
function factors(n: number): Tensor {
  const values = drawn([2, n, n]).arraySync() as number[][][];
  return tensor(
    values.map((matrix) =>
      matrix.map((row, i) => row.map((value, j) => (i === j ? 1 + value : i > j ? value : 0))),
    ),
  );
}

interface Factored {
  readonly n: number;
  readonly matrix: number[];
  readonly weights: number[];
  readonly factor: number[];
  readonly gradient: number[];
}

/** How far off numbers are, by norms. */
function relativeError(computed: Tensor, expected: readonly number[]): number {
  const found = computed.dataSync();
  const norm = (vector: readonly number[]): number => Math.hypot(...vector);
  return norm(expected.map((value, index) => found[index]! - value)) / norm(expected);
}

for (const { n, ...row } of reference<Factored[]>('linear-algebra.json')) {
  const square = (values: number[]): Tensor => tensor(values, [1, n, n]);

  test(`the Cholesky factor of a covariance of ${n} is PyTorch's`, (t) => {
    const off = relativeError(cholesky(square(row.matrix)), row.factor);
    t.true(off < 1e-6, `${off}`);
  });

  test(`the gradient of the factor of ${n} is PyTorch's`, (t) => {
    const [slopes] = grads((a: Tensor) => sum(mul(cholesky(a), square(row.weights))))([square(row.matrix)]);
    const off = relativeError(slopes!, row.gradient);
    t.true(off < 1e-6, `${off}`);
  });
}

for (const n of [1, 2, 5, 12]) {
  test(`a triangular system of ${n} is solved`, (t) => {
    const lower = factors(n);
    const solution = drawn([2, n, 3]);
    t.true(close(triangularSolve(lower, matMul(lower, solution)), solution, 1e-4));
  });
}

test('a matrix that is not positive definite has no factor', (t) => {
  const found = cholesky(tensor([1, 2, 2, 1], [2, 2])).dataSync();
  t.true(Number.isNaN(found[3]));
});

test('one factor solves for many vectors, and what is above its diagonal is not read', (t) => {
  const lower = tensor([2, 99, 1, 4], [2, 2]);
  const solved = triangularSolveVector(lower, tensor([2, 5, 4, 6], [2, 2]));
  t.deepEqual(Array.from(solved.dataSync()), [1, 1, 2, 1]);
});

test('the gradients of a solution: of the right side by the transposed system, of the factor by the outer product', (t) => {
  const lower = tensor([2, 0, 1, 4], [2, 2]);
  const [byLower, byRight] = grads((l: Tensor, b: Tensor) => sum(triangularSolveVector(l, b)))([
    lower,
    tensor1d([2, 5]),
  ]);
  // L^-T 1 = [3/8, 1/4], and x = [1, 1].
  t.true(close(byRight!, tensor1d([3 / 8, 1 / 4])));
  t.true(close(byLower!, tensor([-3 / 8, 0, -1 / 4, -1 / 4], [2, 2])));
});
