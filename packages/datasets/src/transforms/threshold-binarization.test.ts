import test from 'ava';
import { arrayDataset } from '../array-dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { values } from '../testing/read-all.js';
import { greyscale } from './greyscale.js';
import { thresholdBinarization } from './threshold-binarization.js';

test('is 1 from one half on', (t) => {
  const grey = arrayDataset({ name: 'few', data: [[0, 0.25, 0.4999, 0.5, 0.75, 1]], shape: [6] });
  t.deepEqual(values(thresholdBinarization(grey)), [0, 0, 0, 1, 1, 1]);
});

test('of bytes, 128 is the first to become 1', (t) => {
  const bytes = arrayDataset({ name: 'few', data: Uint8Array.of(127, 128), shape: [2] });
  t.deepEqual(values(thresholdBinarization(greyscale(bytes))), [0, 1]);
});

test('rejects values that are not grey levels', (t) => {
  for (const value of [1.001, -0.1, 255]) {
    const data = arrayDataset({ name: 'few', data: [[0.5, value]], shape: [2] });
    const error = t.throws(() => values(thresholdBinarization(data)), { instanceOf: HelmholtzError });
    t.is(error.kind, 'data');
    t.regex(error.message, /^few: only grey values in \[0, 1\] can be binarized, not /);
  }
});
