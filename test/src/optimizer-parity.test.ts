/** The optimizers against PyTorch's, over 200 steps, eager and compiled. */
import { compileSteps } from '@helmholtz/backend-onnx';
import { createOptimizer, type OptimizerInput } from '@helmholtz/core';
import { reference } from '@helmholtz/testing/reference';
import { type Tensor, add, mul, setBackend, tensor1d, tidy, variable } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import './tfjs-pitfalls/backend.js';

interface Peer {
  /** Numbers of steps after which the weights are given. */
  readonly after: readonly number[];
  readonly start: number[];
  readonly slopes: number[];
  readonly cases: readonly { readonly optimizer: OptimizerInput; readonly after: readonly number[][] }[];
}

const { after, start, slopes, cases } = reference<Peer>('optimizers.json');
const steps = Math.max(...after);
const forces = Array.from({ length: steps }, (_, step) => [0, 1, 2].map((i) => 2 * Math.sin(0.7 * step + i)));

function assertClose(t: ExecutionContext, visited: readonly number[][], expected: readonly number[][]): void {
  after.forEach((step, index) => {
    expected[index]!.forEach((value, element) => {
      const taken = visited[step - 1]![element]!;
      t.true(Math.abs(taken - value) < 2e-5, `step ${step}: ${taken} for ${value}`);
    });
  });
}

for (const { optimizer: declared, after: expected } of cases) {
  const name = JSON.stringify(declared);
  test.serial(`steps equal those of PyTorch: ${name}`, async (t) => {
    await setBackend('onnx');
    const x = variable(tensor1d(start));
    const optimizer = createOptimizer(declared);
    const update = (force: Tensor): void =>
      optimizer.applyGradients({ [x.name]: add(mul(tensor1d(slopes), x), force) });
    const visited = forces.map((force) => {
      tidy(() => update(tensor1d(force)));
      return [...x.dataSync()];
    });
    assertClose(t, visited, expected);
  });

  test.serial(`compiled steps equal those of PyTorch: ${name}`, async (t) => {
    await setBackend('onnx');
    const x = variable(tensor1d(start));
    // Any number that marks the rate in the trace: the real rate is an input of the compiled steps.
    const traced = 0.0123;
    const optimizer = createOptimizer({ ...declared, learningRate: traced });
    const compiled = compileSteps(
      ([force]) => {
        optimizer.applyGradients({ [x.name]: add(mul(tensor1d(slopes), x), force!) });
        return [x.clone()];
      },
      { perStep: [{ shape: [3], type: 'float32' }], numbers: [traced] },
    );
    const rates = new Float32Array(steps).fill(declared.learningRate);
    const [positions] = compiled.run(steps, [Float32Array.from(forces.flat()), rates]);
    compiled.dispose();
    const visited = forces.map((_, step) => Array.from(positions!).slice(3 * step, 3 * step + 3));
    assertClose(t, visited, expected);
  });
}
