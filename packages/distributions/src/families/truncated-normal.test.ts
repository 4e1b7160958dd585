import { scalar, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { agree } from '../testing/textbook.js';
import { TruncatedNormal } from './truncated-normal.js';

const bounds = { low: -1, high: 2 };

conforms(test, {
  family: 'truncatedNormal',
  create: (loc, scale) => new TruncatedNormal(loc, scale, bounds),
  measures: [
    [0, 1],
    [-2, 0.5],
    [1.9, 5],
    [4, 1],
  ].map(([loc, scale]) => ({ parameters: [loc!, scale!], points: quadrature(-1, 2, 4000) })),
  // The distance from the mean and the mean distance are both rounded.
  rounding: (_, __, scale) => 1e-6 / (scale as number),
  samples: 4000,
  pathwise: [0, 1],
  inside: [-1, 0.3, 2],
  outside: [-1.01, 2.01, Infinity],
  extremes: [
    { value: 2, parameters: [-1e4, 0.01] },
    { value: -1, parameters: [1e6, 1] },
    { value: 0, parameters: [0, 1e10] },
    { value: 1, parameters: [0.5, 1e-6] },
  ],
});

test('one end is enough: the values of SciPy for the positive half and for a far tail', (t) => {
  const positive = { low: 0, high: Infinity };
  const half = new TruncatedNormal(scalar(0), scalar(2), positive);
  agree(t, half.logProb(scalar(1)).dataSync()[0]!, -1.0439385332046727, 'log p of half a normal');
  agree(t, half.mean().dataSync()[0]!, 2 * Math.sqrt(2 / Math.PI), 'the mean of half a normal');
  const far = new TruncatedNormal(scalar(-30), scalar(1), positive);
  agree(t, far.logProb(scalar(0.1)).dataSync()[0]!, 0.3973054, 'log p of a tail');
  agree(t, far.mean().dataSync()[0]!, 0.03325967, 'the mean of a tail');
  const draws = [...far.sample(tensor([0, 0.5, 1 - 2 ** -24])).dataSync()];
  t.true(draws.every((draw) => draw >= 0 && draw < 1));
  agree(t, draws[1]!, 0.02307047, 'the median of a tail');
  t.deepEqual(
    ['1', '-0.1', 'Infinity'].map((value) => half.support.contains(Number(value))),
    [true, false, false],
  );
});
