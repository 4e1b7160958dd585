import test from 'ava';

import { runGraph } from '../testing/run-graph.js';
import { linearize } from './linearize.js';
import { add, like, multiply } from './operators/elementwise.js';
import { matrixProduct } from './operators/matrix.js';
import { scaleProducts } from './scale-products.js';
import { Value } from './value.js';

const matrix = (rows: number, columns: number, phase: number): Value =>
  Value.leaf(
    Float32Array.from({ length: rows * columns }, (_, index) => Math.sin(index + phase)),
    [rows, columns],
    'float32',
  );

/** The moments of Adam after a gradient: b m + (1 - b) g and c v + (1 - c) g^2. */
function moments(gradient: Value): Value[] {
  const [m, v] = [matrix(3, 2, 1), matrix(3, 2, 2)];
  return [
    add(multiply(m, like(m, 0.9)), multiply(gradient, like(gradient, 0.1))),
    add(multiply(v, like(v, 0.999)), multiply(multiply(gradient, gradient), like(gradient, 0.001))),
  ];
}

const multiplications = (outputs: readonly Value[]): number =>
  linearize(outputs).operations.filter(({ operator }) => operator === 'Mul').length;

const products: Record<string, () => Value> = {
  'a plain product': () => matrixProduct(matrix(3, 4, 3), matrix(4, 2, 4)),
  'a transposed product': () => matrixProduct(matrix(4, 3, 5), matrix(4, 2, 6), { a: true }),
};

for (const [name, product] of Object.entries(products)) {
  test(`${name} multiplies by what its multiples have in common`, (t) => {
    const original = moments(product());
    const scaled = scaleProducts(original);
    t.is(multiplications(scaled), multiplications(original) - 1);
    const [expected, actual] = [runGraph(original), runGraph(scaled)];
    expected.flat().forEach((value, index) => t.true(Math.abs(actual.flat()[index]! - value) < 1e-6));
  });
}

test('another multiple is made from the first', (t) => {
  const product = matrixProduct(matrix(3, 4, 3), matrix(4, 2, 4));
  const original = [multiply(product, like(product, 2)), multiply(product, like(product, 3))];
  const scaled = scaleProducts(original);
  t.is(multiplications(scaled), 1);
  const [expected, actual] = [runGraph(original), runGraph(scaled)];
  expected.flat().forEach((value, index) => t.true(Math.abs(actual.flat()[index]! - value) < 1e-5));
});

test('a product that is used as it is stays as it is', (t) => {
  const product = matrixProduct(matrix(3, 4, 3), matrix(4, 2, 4));
  for (const original of [
    [add(product, matrix(3, 2, 7)), multiply(product, like(product, 2))],
    [product, multiply(product, like(product, 2))],
    [multiply(product, product)],
    [multiply(product, product), multiply(product, like(product, 1e-30))],
    [multiply(product, Value.constant(Float32Array.of(2), [1, 1, 1], 'float32'))],
  ]) {
    const written = scaleProducts(original);
    const key = (outputs: readonly Value[]): string => linearize(outputs).fingerprint;
    t.is(key(written), key(original));
  }
});
