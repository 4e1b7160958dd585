import { tensor } from '@tensorflow/tfjs-core';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { flowStepConforms } from '../testing/flow-step-conformance.js';
import { planar, planarStep } from './planar.js';

flowStepConforms(test, {
  step: planarStep,
  points: [
    [0, 1, -2],
    [-3, 0.5, 4],
  ],
});

test('planar: u is adjusted where the function would not be invertible', (t) => {
  // w u = -4: without the move, the slope along w at the plane would be 1 - 4.
  const folding = planar({ u: tensor([-2, 0]), w: tensor([2, 0]), b: tensor([0]) });
  const values = [-0.2, -0.1, 0, 0.1, 0.2].map((x) => folding.forward(tensor([[x, 0]])).dataSync()[0]!);
  t.deepEqual(
    values,
    values.toSorted((a, b) => a - b),
  );
});
