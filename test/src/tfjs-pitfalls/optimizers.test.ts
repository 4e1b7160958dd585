/**
 * Pitfall 15: TensorFlow.js' centered RMSProp takes the root of a negative number where a gradient
 * is near zero.
 */
import { compileSteps } from '@helmholtz/backend-onnx';
import { createOptimizer } from '@helmholtz/core';
import { type Optimizer, engine, setBackend, tensor1d, tidy, train, variable } from '@tensorflow/tfjs-core';
import test from 'ava';

import './backend.js';

const { serial } = test;
const rate = 0.0123;
/**
 * Gradients of three weights, step by step: of the first they are zero, of the second tiny, as of
 * units that are off.
 */
const gradients = [
  [0, 1e-5, 0.5],
  [0, -2e-5, -1],
  [0, 3e-5, 0.25],
];

/** The weights after each step, by the rule, in double precision. */
function expected(): number[][] {
  const state = [1, 2, 3].map((x) => ({ x, squares: 0, average: 0 }));
  return gradients.map((row) =>
    row.map((gradient, index) => {
      const own = state[index]!;
      own.squares = 0.9 * own.squares + 0.1 * gradient ** 2;
      own.average = 0.9 * own.average + 0.1 * gradient;
      own.x -= (rate * gradient) / Math.sqrt(own.squares - own.average ** 2 + 1e-7);
      return own.x;
    }),
  );
}

function stepped(optimizer: Optimizer): number[][] {
  const x = variable(tensor1d([1, 2, 3]));
  return gradients.map((row) => {
    tidy(() => optimizer.applyGradients({ [x.name]: tensor1d(row) }));
    return [...x.dataSync()];
  });
}

const ours = (): Optimizer => createOptimizer({ name: 'rmsprop', learningRate: rate, centered: true });

serial('pitfall 15, TensorFlow.js: centered RMSProp makes a weight NaN whose gradient is zero', async (t) => {
  await setBackend('cpu');
  const [first] = stepped(train.rmsprop(rate, 0.9, 0, undefined, true));
  t.true(Number.isNaN(first![0]));
});

serial('pitfall 15, ours: centered RMSProp follows its rule, eager and compiled', async (t) => {
  const close = (taken: number[][], what: string): void => {
    expected().forEach((row, step) => {
      row.forEach((value, index) => {
        const own = taken[step]![index]!;
        t.true(Math.abs(own - value) <= 2e-6 * Math.abs(value), `${what}, step ${step}: ${own} for ${value}`);
      });
    });
  };
  await setBackend('cpu');
  close(stepped(ours()), 'cpu');
  await setBackend('onnx');
  close(stepped(ours()), 'onnx');
  const x = variable(tensor1d([1, 2, 3]));
  const optimizer = ours();
  const steps = compileSteps(
    ([gradient]) => {
      optimizer.applyGradients({ [x.name]: gradient! });
      return [x.clone()];
    },
    { perStep: [{ shape: [3], type: 'float32' }], numbers: [rate] },
  );
  const data = Float32Array.from(gradients.flat());
  const [visited] = steps.run(3, [data, new Float32Array(3).fill(rate)]);
  steps.dispose();
  t.is(engine().backendName, 'onnx');
  close(
    [0, 3, 6].map((from) => Array.from(visited!).slice(from, from + 3)),
    'compiled',
  );
});
