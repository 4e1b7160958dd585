// TensorFlow.js, a kernel at a time, as people write it: its backend is a setting.
import {
  type Optimizer,
  type Tensor,
  type Tensor2D,
  type Variable,
  gather,
  randomNormal,
  reshape,
  setBackend,
  tensor1d,
  tensor2d,
  tidy,
  train,
  variable,
  variableGrads,
  version_core,
} from '@tensorflow/tfjs-core';

import type { Job } from '../protocol/messages.js';
import { ADAM_EPSILON, LEARNING_RATE, noiseShapes } from '../work/work.js';
import { Skip, serve } from './serve.js';
import { lossOf } from './models/loss-of.js';

const packages = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: async () => (await import('@helmholtz/backend-wasm')).useWasm(),
  onnx: () => import('@helmholtz/backend-onnx'),
};

await serve(async ({ work }, { data, examples, weights }) => {
  const loss = lossOf(work);
  const shapes = noiseShapes(work) as [number, number][];
  const resident = tensor2d(data, [examples, data.length / examples]);
  const variables: Record<string, Variable> = Object.fromEntries(
    weights.map(({ name, shape, data: values }) => [name, tidy(() => variable(toTensor(values, shape)))]),
  );
  const optimizer: Optimizer = train.adam(LEARNING_RATE, 0.9, 0.999, ADAM_EPSILON);

  const step = (indices: Int32Array, drawNoise: () => Tensor2D[]): Tensor =>
    tidy(() => {
      const batch = gather(resident, tensor1d(indices, 'int32'));
      const noise = drawNoise();
      const { value, grads } = variableGrads(() => loss(variables, batch, noise), Object.values(variables));
      optimizer.applyGradients(grads);
      return value;
    });
  const read = async (tensor: Tensor): Promise<number> => {
    const [value] = await tensor.data();
    tensor.dispose();
    return value!;
  };

  return {
    version: `TensorFlow.js ${version_core}`,
    async update(indices, noise) {
      return refusal(() =>
        read(step(indices, () => noise.map((values, index) => tensor2d(values, shapes[index])))),
      );
    },
    async run(steps) {
      let last = NaN;
      for (let index = 0; index < steps; index++) {
        const indices = Int32Array.from({ length: work.batch }, () => Math.floor(Math.random() * examples));
        last = await read(step(indices, () => shapes.map((shape) => randomNormal(shape))));
      }
      return last;
    },
  };
}, load);

async function load(settings: Job['settings']): Promise<void> {
  const backend = settings['backend'] as keyof typeof packages;
  await packages[backend]();
  if (!(await setBackend(backend))) throw new Skip(`the backend "${backend}" does not start here.`);
}

function toTensor(values: Float32Array, shape: number[]): Tensor {
  return reshape(tensor1d(values), shape);
}

/** A backend without a kernel is no failure of the run. */
async function refusal(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    if (/Kernel '\w+' not registered/.test(message)) throw new Skip(message.split('\n')[0]!);
    throw error;
  }
}
