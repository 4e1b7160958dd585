import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { flowStepConforms } from '../../testing/flow-step-conformance.js';
import { Flow } from '../flow.js';
import {
  inverseAutoregressiveSplineStep,
  inverseAutoregressiveStep,
  maskedAutoregressiveSplineStep,
  maskedAutoregressiveStep,
} from './autoregressive.js';

const points = [
  [0, 1, -2, 0.3],
  [-3, 0.5, 4, -0.7],
];
const options = { hidden: [6] };
const spline = { hidden: [6], bins: 5 };
flowStepConforms(test, { step: inverseAutoregressiveStep, options, points, rounding: 5e-5 });
flowStepConforms(test, {
  step: inverseAutoregressiveStep,
  options: { hidden: [5, 7] },
  points,
  rounding: 5e-5,
});
flowStepConforms(test, { step: maskedAutoregressiveStep, options, points, rounding: 5e-5 });
flowStepConforms(test, { step: inverseAutoregressiveSplineStep, options: spline, points, rounding: 1e-4 });
flowStepConforms(test, { step: maskedAutoregressiveSplineStep, options: spline, points, rounding: 1e-4 });

test('autoregressive: features change every element, also the first', (t) => {
  const step = inverseAutoregressiveStep;
  const flow = new Flow([{ step, options: { hidden: [6], amortized: true }, repeat: 1 }]);
  const weights = tensor(Array.from({ length: flow.weightCount(3) }, (_, index) => Math.sin(index + 1)));
  const count = flow.amortizedCount(3);
  const values = [0, 1].map((shift) =>
    flow
      .bijector(3, weights, tensor([Array<number>(count).fill(shift)]))
      .forward(tensor([[0.1, 0.2, 0.3]]))
      .dataSync(),
  );
  for (const element of [0, 1, 2]) t.true(Math.abs(values[0]![element]! - values[1]![element]!) > 1e-3);
});
