import { type Tensor, grads, matMul, mul, sum, tensor, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { RandomStream } from '../random/stream.js';
import '../testing/backend.js';
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

for (const n of [1, 2, 5, 12]) {
  test(`the factor of a covariance of ${n} is found again`, (t) => {
    const lower = factors(n);
    const found = cholesky(matMul(lower, lower, false, true));
    t.deepEqual(found.shape, [2, n, n]);
    t.true(close(found, lower));
  });

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

test('the gradient of the factor is that of finite differences', (t) => {
  const lower = factors(3);
  const matrix = matMul(lower, lower, false, true);
  const weights = drawn([2, 3, 3]);
  // The matrix enters by both of its triangles alike, as a symmetric one does.
  const [slopes] = grads((a: Tensor) => sum(mul(cholesky(a), weights)))([matrix]);
  const [values, step] = [matrix.dataSync(), 1e-3];
  const at = (i: number, j: number, change: number): number => {
    const changed = Float32Array.from(values);
    changed[i * 3 + j]! += change;
    if (i !== j) changed[j * 3 + i]! += change;
    return sum(mul(cholesky(tensor(changed, [2, 3, 3])), weights)).dataSync()[0]!;
  };
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j <= i; j++) {
      const numeric = (at(i, j, step) - at(i, j, -step)) / (2 * step);
      const data = slopes!.dataSync();
      const analytic = data[i * 3 + j]! + (i === j ? 0 : data[j * 3 + i]!);
      t.true(Math.abs(numeric - analytic) < 3e-3 * Math.max(1, Math.abs(analytic)), `${i} ${j}`);
    }
  }
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
