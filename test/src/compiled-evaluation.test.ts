// What is evaluated by compiled graphs is what TensorFlow.js computes a kernel at a time.
import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import {
  eagerCompiler,
  elbo,
  estimateNll,
  evaluate,
  importanceWeightedBound,
  latentStatistics,
  type LatentVariableModel,
  type Objective,
  type StepCompiler,
} from '@helmholtz/core';
import { setBackend } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import { tinyHierarchy } from '../../packages/core/dist/testing/tiny-hierarchy.js';
import { patterns, rowsOf, tinyModel } from '../../packages/core/dist/testing/tiny-model.js';

test.before(async () => {
  await setBackend('onnx');
  configureOnnx({ mode: 'native' });
});

const cases = {
  vae: () => ({ model: tinyModel({ seed: 1 }), data: patterns(70) }),
  hierarchy: () => ({
    model: tinyHierarchy(1),
    data: rowsOf(Array.from({ length: 70 }, (_, index) => [Math.sin(index), Math.cos(3 * index)])),
  }),
};

function agree(t: ExecutionContext, compiled: unknown, eager: unknown, path = ''): void {
  if (typeof eager === 'object' && eager !== null) {
    for (const [key, value] of Object.entries(eager)) {
      agree(t, (compiled as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else if (typeof eager === 'number') {
    const error = Math.abs((compiled as number) - eager);
    t.true(error <= 1e-5 * Math.max(1, Math.abs(eager)), `${path}: ${String(compiled)}, ${eager}`);
  } else t.is(compiled, eager, path);
}

type Computed = (
  model: LatentVariableModel,
  data: ReturnType<typeof rowsOf>,
  compile: StepCompiler,
) => unknown;

const evaluated =
  (objective: Objective): Computed =>
  (model, data, compile) =>
    evaluate(model, { data, objective, batchSize: 32, seed: 0, compile });

const computed: Record<string, Computed> = {
  'the metrics of the ELBO': evaluated(elbo()),
  'the metrics of the importance-weighted bound': evaluated(
    importanceWeightedBound({ samples: 4, warmUp: 9 }),
  ),
  'the log-likelihood': (model, data, compile) =>
    estimateNll(model, { data, samples: 25, rows: 640, seed: 0, compile }),
  'what latents carry': (model, data, compile) =>
    latentStatistics(model, { data, batchSize: 32, seed: 0, compile }),
};

for (const [name, create] of Object.entries(cases)) {
  for (const [what, compute] of Object.entries(computed)) {
    test.serial(`${what} of a ${name}`, async (t) => {
      const { model, data } = create();
      agree(t, await compute(model, data, compileSteps), await compute(model, data, eagerCompiler));
    });
  }
}
