import test from 'ava';

import { reference } from '@helmholtz/testing/reference';
import { correlation, histogram, mean, unevenness, variance } from '@helmholtz/testing/statistics';
import { RandomStream } from './random-stream.js';

const draw = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.next());

test('words equal the reference values of an independent implementation', (t) => {
  const known =
    reference<{ name: [number, ...(string | number)[]]; words: number[] }[]>('random-stream.json');
  t.is(known.length, 4);
  for (const { name, words } of known) {
    const stream = new RandomStream(...name);
    t.deepEqual(
      words.map(() => stream.nextUint32()),
      words,
      name.join(),
    );
  }
});

test('a name gives the same numbers each time', (t) => {
  t.deepEqual(draw(new RandomStream(7, 'noise', 3), 100), draw(new RandomStream(7, 'noise', 3), 100));
});

test('every name has numbers of its own; zero is a seed like any other', (t) => {
  const names: [number, ...(string | number)[]][] = [
    [0],
    [1],
    [2],
    [-1],
    [0.5],
    [2 ** 32],
    [2 ** 53 - 1],
    [0, ''],
    [0, 0],
    [0, 'a', 'b'],
    [0, 'a/b'],
    [0, 'a,b'],
    [0, 'b', 'a'],
    [0, 'ab'],
    [0, 'z', 1],
    [0, 'z1'],
    [0, 'é'],
  ];
  const beginnings = new Set(names.map((name) => draw(new RandomStream(...name), 4).join()));
  t.is(beginnings.size, names.length);
});

for (const seed of [0, 1, 123456789]) {
  test(`draws from seed ${seed} are uniform on [0, 1)`, (t) => {
    const count = 200_000;
    const values = draw(new RandomStream(seed, 'uniform'), count);
    t.true(values.every((value) => value >= 0 && value < 1));
    t.true(Math.abs(mean(values) - 1 / 2) < 4 * Math.sqrt(1 / 12 / count));
    // The variance of the squared deviation of a uniform draw is 1/80 - 1/144 = 1/180.
    t.true(Math.abs(variance(values) - 1 / 12) < 4 * Math.sqrt(1 / 180 / count));
    t.true(Math.abs(unevenness(histogram(values, 256))) < 4);
    for (const lag of [1, 2, 3, 7]) {
      t.true(Math.abs(correlation(values.slice(lag), values.slice(0, -lag))) < 4 / Math.sqrt(count));
    }
    const pairs = values.slice(1).map((value, index) => (Math.floor(values[index]! * 16) + value) / 16);
    t.true(Math.abs(unevenness(histogram(pairs, 256))) < 4);
  });
}

test('every bit is set half of the time', (t) => {
  const stream = new RandomStream(3, 'bits');
  const count = 50_000;
  const set = new Array<number>(32).fill(0);
  for (let i = 0; i < count; i++) {
    const word = stream.nextUint32();
    for (let bit = 0; bit < 32; bit++) set[bit]! += (word >>> bit) & 1;
  }
  for (const ones of set) t.true(Math.abs(ones - count / 2) < 4.5 * Math.sqrt(count / 4));
});

test('the streams of successive steps are independent of each other', (t) => {
  const count = 20_000;
  const first = Array.from({ length: count }, (_, step) => new RandomStream(0, 'noise', step).next());
  t.true(Math.abs(unevenness(histogram(first, 128))) < 4);
  t.true(Math.abs(correlation(first.slice(1), first.slice(0, -1))) < 4 / Math.sqrt(count));
});

test('streams under other keys or seeds do not correlate', (t) => {
  const count = 20_000;
  const streams = [
    new RandomStream(0, 'a'),
    new RandomStream(0, 'b'),
    new RandomStream(0, 'a', 1),
    new RandomStream(1, 'a'),
    new RandomStream(256, 'a'),
  ].map((stream) => draw(stream, count));
  streams.forEach((values, index) => {
    for (const other of streams.slice(0, index)) {
      t.true(Math.abs(correlation(values, other)) < 4 / Math.sqrt(count));
    }
  });
});

test('integers stay below their bound and are equally likely', (t) => {
  const stream = new RandomStream(5, 'integers');
  for (const bound of [1, 2, 7, 1000]) {
    const counts = new Array<number>(bound).fill(0);
    for (let i = 0; i < 100_000; i++) counts[stream.nextInteger(bound)]!++;
    t.is(counts.length, bound);
    if (bound > 1) t.true(Math.abs(unevenness(counts)) < 4);
  }
  t.true(new RandomStream(5).nextInteger(2 ** 32) > 2 ** 20, 'the whole range of 32 bits is reached');
});
