import test from 'ava';

import { flowStepConforms } from '../../testing/flow-step-conformance.js';
import { actNormStep, permutationStep, sigmoidStep, softplusStep } from './elementwise.js';

const points = [
  [0, 1, -2],
  [-3, 0.5, 4],
];
flowStepConforms(test, { step: actNormStep, points });
flowStepConforms(test, { step: actNormStep, options: { amortized: true }, points });
flowStepConforms(test, { step: permutationStep, options: { order: [2, 0, 1] }, points });
flowStepConforms(test, { step: sigmoidStep, points, rounding: 1e-4 });
flowStepConforms(test, { step: softplusStep, points, rounding: 1e-4 });
