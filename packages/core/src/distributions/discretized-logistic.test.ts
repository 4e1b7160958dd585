import { scalar, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { counts } from '../testing/measures.js';
import { DiscretizedLogistic } from './discretized-logistic.js';

conforms(test, {
  family: 'discretizedLogistic',
  create: (loc, scale) => new DiscretizedLogistic(loc, scale),
  measures: [
    [127.5, 20],
    [0, 3],
    [260, 40],
    [100.3, 0.4],
  ].map((parameters) => ({ parameters, points: counts(256) })),
  inside: [0, 1, 255],
  outside: [-1, 0.5, 256, Infinity],
  extremes: [
    { value: 255, parameters: [-1e4, 1e-3] },
    { value: 7, parameters: [200, 1e-6] },
    { value: 128, parameters: [1e3, 1e10] },
  ],
});

test('a sample is the nearest pixel, and none is beyond the ends', (t) => {
  const samples = new DiscretizedLogistic(scalar(100.4), scalar(10)).sample(tensor1d([0, 1, -50, 50]));
  t.deepEqual(Array.from(samples.dataSync()), [100, 110, 0, 255]);
});
