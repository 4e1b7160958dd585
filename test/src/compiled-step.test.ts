import '@helmholtz/backend-onnx';
import { compileSteps } from '@helmholtz/backend-onnx';
import { compiledStep } from '@helmholtz/core';
import { setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

import { trainingStepConforms } from '../../packages/core/dist/testing/step-conformance.js';

test.before(async (t) => {
  t.true(await setBackend('onnx'));
});

trainingStepConforms(
  test,
  compiledStep(compileSteps, (line) => {
    throw new Error(line);
  }),
);
