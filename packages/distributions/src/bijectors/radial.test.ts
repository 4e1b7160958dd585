import { tensor } from '@tensorflow/tfjs-core';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { flowStepConforms } from '../testing/flow-step-conformance.js';
import { radial, radialStep } from './radial.js';

flowStepConforms(test, {
  step: radialStep,
  points: [
    [0, 1, -2],
    [-3, 0.5, 4],
  ],
});

test('radial: far values and the centre itself are inverted', (t) => {
  const bijector = radial({ center: tensor([1, -1]), logAlpha: tensor([0.5]), beta: tensor([3]) });
  for (const x of [
    [1, -1],
    [1.001, -1],
    [500, 300],
  ]) {
    const back = bijector.inverse!(bijector.forward(tensor([x]))).dataSync();
    x.forEach((value, index) =>
      t.true(Math.abs(back[index]! - value) < 1e-4 * (1 + Math.abs(value)), back.join()),
    );
  }
});
