import test from 'ava';

import { Moments } from './moments.js';

const close = (values: readonly number[], expected: readonly number[]): boolean =>
  values.every((value, index) => Math.abs(value - expected[index]!) < 1e-12);

test('means, variances and correlations of vectors that come in parts', (t) => {
  const moments = new Moments(3, { correlations: true });
  moments.add([1, 10, 5, 2, 8, 5]);
  moments.add([6, 0, 5]);
  t.true(close(moments.mean, [3, 6, 5]));
  t.true(close(moments.variance, [14 / 3, 56 / 3, 0]));
  const [first, second, third] = moments.correlation!;
  t.true(close(first!, [1, -1, 0]));
  t.true(close(second!, [-1, 1, 0]));
  t.true(close(third!, [0, 0, 1]));
});

test('a large common offset loses nothing', (t) => {
  const moments = new Moments(1);
  moments.add([1e8 + 1, 1e8 + 2, 1e8 + 3]);
  t.true(close(moments.variance, [2 / 3]));
});

test('correlations of very many dimensions are left out', (t) => {
  t.is(new Moments(2).correlation, undefined);
  t.is(new Moments(513, { correlations: true }).correlation, undefined);
});
