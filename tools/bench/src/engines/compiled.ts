// The training step compiled by the backend "onnx": several updates in one native execution.
import '@helmholtz/backend-onnx';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { CompileError, type CompiledSteps, compileSteps } from '@helmholtz/backend-onnx';
import { RandomStream, noiseSource } from '@helmholtz/core';
import {
  type Optimizer,
  type Tensor1D,
  type Tensor2D,
  gather,
  reshape,
  setBackend,
  tensor1d,
  tidy,
  train,
  variable,
  variableGrads,
  version_core,
} from '@tensorflow/tfjs-core';

import { ADAM_EPSILON, LEARNING_RATE, type Work, noiseShapes } from '../work/work.js';
import type { Arrays } from './arrays.js';
import { lossOf } from './models/loss-of.js';
import { Skip, serve } from './serve.js';

/** As the trainer has it: an execution is short enough to show progress and to be stopped. */
const EXECUTION_MS = 100;
const MOST_UPDATES = 1_000;
/**
 * The traced rate is recognised by it; 0.001 would not do, for it is also what Adam weighs a
 * squared gradient by.
 */
const TRACED_RATE = 0.012345678;

await serve(async ({ work }, arrays) => {
  await setBackend('onnx');
  const steps = compiled(work, arrays);
  const random = new RandomStream(1, 'benchmark');
  const normal = noiseSource('standardNormal');
  const sizes = noiseShapes(work).map((shape) => shape.reduce((product, length) => product * length, 1));
  let stride = 1;

  const execute = (count: number, indices: Int32Array, noise: readonly Float32Array[]): number => {
    const [losses] = steps.run(count, [indices, ...noise, new Float32Array(count).fill(LEARNING_RATE)]);
    return losses![count - 1]!;
  };

  return {
    version: `${onnxRuntime()}, TensorFlow.js ${version_core}`,
    async update(indices, noise) {
      return execute(1, indices, noise);
    },
    async run(wanted) {
      let last = NaN;
      for (let done = 0; done < wanted;) {
        const started = performance.now();
        const count = Math.min(stride, wanted - done);
        const indices = Int32Array.from({ length: count * work.batch }, () =>
          random.nextInteger(arrays.examples),
        );
        const noise = sizes.map((size) => {
          const values = new Float32Array(count * size);
          normal.fill(values, random);
          return values;
        });
        last = execute(count, indices, noise);
        done += count;
        const each = (performance.now() - started) / count;
        stride = Math.min(Math.max(Math.round(EXECUTION_MS / each), 1), MOST_UPDATES);
      }
      return last;
    },
  };
});

function compiled(work: Work, { data, examples, weights }: Arrays): CompiledSteps {
  const loss = lossOf(work);
  const variables = Object.fromEntries(
    weights.map(({ name, shape, data: values }) => [
      name,
      tidy(() => variable(reshape(tensor1d(values), shape))),
    ]),
  );
  const optimizer: Optimizer = train.adam(TRACED_RATE, 0.9, 0.999, ADAM_EPSILON);
  const shapes = noiseShapes(work);
  try {
    return compileSteps(
      (tensors) => {
        const [indices, ...rest] = tensors;
        const batch = gather(rest[shapes.length] as Tensor2D, indices as Tensor1D);
        const noise = rest.slice(0, shapes.length) as Tensor2D[];
        const { value, grads } = variableGrads(() => loss(variables, batch, noise), Object.values(variables));
        optimizer.applyGradients(grads);
        return [value];
      },
      {
        perStep: [
          { shape: [work.batch], type: 'int32' },
          ...shapes.map((shape) => ({ shape, type: 'float32' }) as const),
        ],
        constant: [{ shape: [examples, data.length / examples], type: 'float32', data }],
        numbers: [TRACED_RATE],
      },
    );
  } catch (error) {
    if (error instanceof CompileError) throw new Skip(`the step does not compile: ${error.message}`);
    throw error;
  }
}

function onnxRuntime(): string {
  const path = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return `ONNX Runtime ${version}`;
}
