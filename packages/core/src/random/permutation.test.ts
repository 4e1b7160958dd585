import test from 'ava';

import { unevenness } from '../testing/statistics.js';
import { permutation } from './permutation.js';
import { RandomStream } from './stream.js';

test('holds every index once', (t) => {
  for (const size of [0, 1, 2, 1000]) {
    const order = permutation(size, new RandomStream(1, size));
    t.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: size }, (_, index) => index),
    );
  }
});

test('a stream of the same name gives the same order, another name another', (t) => {
  const order = (key: string) => permutation(50, new RandomStream(0, key));
  t.deepEqual(order('a'), order('a'));
  t.notDeepEqual(order('a'), order('b'));
});

test('all orders are equally likely', (t) => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 48_000; i++) {
    const order = permutation(4, new RandomStream(0, 'order', i)).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  t.is(counts.size, 24);
  t.true(Math.abs(unevenness([...counts.values()])) < 4);
});
