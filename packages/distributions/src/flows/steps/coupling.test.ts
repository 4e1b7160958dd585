import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { flowStepConforms } from '../../testing/flow-step-conformance.js';
import { additiveCouplingStep, affineCouplingStep, splineCouplingStep } from './coupling.js';

const points = [
  [0, 1, -2, 0.3, 1.5],
  [-3, 0.5, 4, -0.7, -1],
];
const options = { hidden: [6] };
flowStepConforms(test, { step: affineCouplingStep, options, points });
flowStepConforms(test, { step: affineCouplingStep, options: { hidden: [] }, points });
flowStepConforms(test, { step: additiveCouplingStep, options: { hidden: [5, 4] }, points });
flowStepConforms(test, {
  step: splineCouplingStep,
  options: { ...options, bins: 5 },
  points,
  rounding: 5e-5,
});

test('coupling: a vector of one element is an error', (t) => {
  const error = t.throws(() => affineCouplingStep.parameters(1, { hidden: [], amortized: false }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The flow step "affineCoupling" cannot transform vectors of one element.');
});
