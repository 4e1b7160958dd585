import test from 'ava';

import { familyReference } from '../testing/textbook.js';
import { standardNormalQuantile } from './standard-normal-quantile.js';

interface Reference {
  quantile: { p: number; z: number }[];
}

test("the quantiles are SciPy's, to the nine digits that the approximation promises", (t) => {
  const { quantile } = familyReference<Reference>('normal');
  t.is(quantile.length, 16);
  for (const { p, z } of quantile) {
    const error = Math.abs(standardNormalQuantile(p) - z);
    t.true(error <= 1.2e-9 * Math.max(Math.abs(z), 1), `${p}: ${standardNormalQuantile(p)} for ${z}`);
  }
});

test('the quantile is infinite at 0 and 1, and NaN outside', (t) => {
  t.is(standardNormalQuantile(0), -Infinity);
  t.is(standardNormalQuantile(1), Infinity);
  for (const p of [-0.1, 1.1, NaN]) t.is(standardNormalQuantile(p), NaN);
});

test('the quantile is antisymmetric about one half', (t) => {
  for (const p of [0.01, 0.3, 0.49])
    t.is(standardNormalQuantile(1 - (1 - p)), -standardNormalQuantile(1 - p));
});
