import { scalar, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { agreeAll } from '../testing/textbook.js';
import { VonMises } from './von-mises.js';

conforms(test, {
  family: 'vonMises',
  create: (loc, concentration) => new VonMises(loc, concentration),
  measures: [
    [0, 0.5],
    [0, 3],
    [0.5, 60],
  ].map(([loc, concentration]) => ({
    parameters: [loc!, concentration!],
    points: quadrature(-Math.PI, Math.PI, 4000),
  })),
  // Angles are rounded to float32, and so are their differences times the concentration.
  rounding: (value, loc, concentration) =>
    3e-7 * (1 + Math.abs(value as number) + Math.abs(loc as number)) * (1 + (concentration as number)),
  samples: 4000,
  pathwise: [0, 1],
  inside: [0, -3, 6.28],
  outside: [7, 90, Infinity],
  extremes: [
    { value: 3, parameters: [0, 1e-10] },
    { value: 3, parameters: [0, 1e6] },
    { value: 0, parameters: [Math.PI, 50] },
  ],
});

test('a full turn changes nothing, and draws are from -pi to pi', (t) => {
  const [once, again] = [3, 3 + 2 * Math.PI].map((loc) => new VonMises(scalar(loc), scalar(2)));
  const values = tensor([-3, 0, 2, 3.1]);
  agreeAll(t, again!.logProb(values).dataSync(), [...once!.logProb(values).dataSync()], 'log p', 1e-5);
  const noise = tensor([0.01, 0.3, 0.5, 0.8, 0.99]);
  const draws = [...once!.sample(noise).dataSync()];
  t.true(draws.every((draw) => draw >= -Math.PI && draw < Math.PI));
  t.true(draws[3]! < 0, 'beyond pi an angle becomes negative');
  agreeAll(t, again!.sample(noise).dataSync(), draws, 'draws', 1e-5);
  agreeAll(t, again!.mean().dataSync(), 3, 'the mean direction', 1e-5);
});
