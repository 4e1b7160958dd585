import test from 'ava';

import { linearize } from './linearize.js';
import { add, like, multiply } from './operators/elementwise.js';
import { Value } from './value.js';

const leaf = (length = 2): Value => Value.leaf(new Float32Array(length), [length], 'float32');

test('each operation comes once, after its inputs', (t) => {
  const x = leaf();
  const shared = multiply(x, x);
  const { operations, leaves } = linearize([add(shared, shared), shared]);
  t.deepEqual(
    operations.map(({ operator }) => operator),
    ['Mul', 'Add'],
  );
  t.deepEqual(leaves, [x]);
});

test('graphs that differ only in fed data have one fingerprint', (t) => {
  const graph = (): string => {
    const [a, b] = [leaf(), leaf()];
    return linearize([add(multiply(a, b), like(a, 2))]).fingerprint;
  };
  t.is(graph(), graph());
});

test('another wiring, operator, shape, type, constant or set of outputs is another graph', (t) => {
  const [a, b] = [leaf(), leaf()];
  const prints = [
    [add(multiply(a, b), b)],
    [add(multiply(a, b), a)],
    [add(multiply(a, a), b)],
    [multiply(multiply(a, b), b)],
    [add(multiply(leaf(3), leaf(3)), leaf(1))],
    [add(a, like(a, 1))],
    [add(a, like(a, 2))],
    [add(a, like(a, 0))],
    [add(a, like(a, -0))],
    [add(a, Value.leaf(Float32Array.of(2), [], 'float32'))],
    [add(a, b), multiply(a, b)],
    [multiply(a, b), add(a, b)],
    [add(Value.leaf(Int32Array.of(1, 2), [2], 'int32'), Value.leaf(Int32Array.of(1, 2), [2], 'int32'))],
  ].map((outputs) => linearize(outputs).fingerprint);
  t.is(new Set(prints).size, prints.length);
});

test('a long recording does not run out of stack', (t) => {
  let value = leaf();
  for (let count = 0; count < 50_000; count++) value = add(value, value);
  t.is(linearize([value]).operations.length, 50_000);
});
