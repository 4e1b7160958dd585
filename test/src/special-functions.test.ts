// What TensorFlow.js lacks and core supplies, on the onnx backend: native kernels alone, values and
// gradients as on the cpu.
import '@tensorflow/tfjs-backend-cpu';

import { configureOnnx } from '@helmholtz/backend-onnx';
import { cholesky, digamma, lgamma, logBeta, triangularSolve } from '@helmholtz/distributions';
import { type Tensor, add, grads, setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import test from 'ava';

const positive = (): Tensor => tensor([1e-10, 0.1, 0.5, 1, 1.0001, 1.4616, 2, 3.3, 4.3, 17, 1e3, 1e6]);
const covariance = (): Tensor => tensor([4, 2, 1, 2, 5, 3, 1, 3, 6], [3, 3]);

const functions: Record<string, { compute: (x: Tensor) => Tensor; at: () => Tensor }> = {
  lgamma: { compute: lgamma, at: positive },
  digamma: { compute: digamma, at: positive },
  logBeta: { compute: (x) => logBeta(x, add(x, 0.25)), at: positive },
  cholesky: { compute: cholesky, at: covariance },
  triangularSolve: { compute: (x) => triangularSolve(x, add(x, 1)), at: covariance },
};

async function valueAndGradient(backend: string, name: string): Promise<number[]> {
  await setBackend(backend);
  if (backend === 'onnx') configureOnnx({ mode: 'native' });
  const { compute, at } = functions[name]!;
  const [gradient] = grads((x: Tensor) => sum(compute(x)))([at()]);
  return [...(await compute(at()).data()), ...(await gradient!.data())];
}

for (const name of Object.keys(functions)) {
  test.serial(`${name} runs natively on onnx, gradient included`, async (t) => {
    const expected = await valueAndGradient('cpu', name);
    const computed = await valueAndGradient('onnx', name);
    t.is(computed.length, expected.length);
    computed.forEach((value, index) => {
      const what = `${value} at ${index}, on the cpu ${expected[index]}`;
      t.true(Math.abs(value - expected[index]!) <= 2e-6 * Math.abs(expected[index]!) + 1e-6, what);
    });
  });
}
