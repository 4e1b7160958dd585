import test from 'ava';

import { unevenness } from '@helmholtz/testing/statistics';
import { chunkedPermutation, permutation } from './permutation.js';
import { RandomStream } from '@helmholtz/base';

test('a permutation contains every index once', (t) => {
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

for (const [size, chunk] of [
  [1000, 7],
  [1000, 1000],
  [1000, 5000],
  [33, 1],
  [1, 3],
] as const) {
  test(`by chunks of ${chunk} every one of ${size} is there once, in windows of 16 chunks`, (t) => {
    const order = chunkedPermutation(size, chunk, new RandomStream(3));
    t.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: size }, (_, index) => index),
    );
    // The chunk of every number comes back no later than its window ends.
    const chunksOf = (start: number, end: number): Set<number> =>
      new Set(Array.from(order.subarray(start, end), (index) => Math.floor(index / chunk)));
    const counts = Array.from({ length: Math.ceil(size / chunk) }, (_, index) =>
      Math.min(chunk, size - index * chunk),
    );
    let start = 0;
    for (let window = 0; start < size; window++) {
      const most = Math.min(16 * chunk, size - start);
      let end = start + most;
      // A window that has the last, smaller chunk is shorter.
      if (chunksOf(start, end).size > 16) end -= chunk - counts.at(-1)!;
      t.true(chunksOf(start, end).size <= 16, `window ${window}`);
      start = end;
    }
  });
}

test('the order by chunks is that of the seed, and mixes what lies in chunks', (t) => {
  const order = (seed: number) => chunkedPermutation(10_000, 100, new RandomStream(seed));
  t.deepEqual(order(1), order(1));
  t.notDeepEqual(order(1), order(2));
  const neighbours = order(1).reduce(
    (count, index, at, all) => count + (index === all[at - 1]! + 1 ? 1 : 0),
    0,
  );
  t.true(neighbours < 30, `${neighbours} of 10,000 follow their neighbour`);
});

test('by chunks, every number comes first equally often', (t) => {
  const counts = new Array<number>(40).fill(0);
  for (let i = 0; i < 40_000; i++) counts[chunkedPermutation(40, 2, new RandomStream(0, i))[0]!]!++;
  t.true(Math.abs(unevenness(counts)) < 4);
});
