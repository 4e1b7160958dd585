import {
  createOptimizer,
  type LatentVariableModel,
  parseSpec,
  type SpecInput,
  tokens,
  train,
} from '@helmholtz/core';
import { noiseSource, RandomStream } from '@helmholtz/distributions';
import { arrayDataset } from '@helmholtz/datasets';
import { createContainer } from '@helmholtz/recipes';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import test, { type ExecutionContext } from 'ava';

import { improveWasm } from './improve-wasm.js';

tf.enableProdMode();
const bridged: string[] = [];
await tf.setBackend('wasm');
improveWasm((kernel) => bridged.push(kernel));

// The backend is global, so that one test at a time can choose it.
const serial = test.serial;

/** Standard normal numbers, the same for the same key. */
function numbers(shape: number[], key: number): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  noiseSource('standardNormal').fill(values, new RandomStream(key, 'wasm'));
  return tf.tensor(values, shape);
}

async function onBackend<Result>(name: 'cpu' | 'wasm', compute: () => Result): Promise<Result> {
  await tf.setBackend(name);
  try {
    return compute();
  } finally {
    await tf.setBackend('wasm');
  }
}

/**
 * What wasm computes is what cpu does, up to the order of float32's sums; and nothing is left
 * behind.
 */
async function agrees(t: ExecutionContext, compute: () => tf.Tensor, what = ''): Promise<void> {
  const read = () => {
    const result = tf.tidy(compute);
    const values = Array.from(result.dataSync());
    result.dispose();
    return { shape: result.shape, values };
  };
  const expected = await onBackend('cpu', read);
  const before = [tf.memory().numTensors, tf.backend().numDataIds(), tf.findBackend('cpu').numDataIds()];
  const { shape, values } = await onBackend('wasm', read);
  const after = [tf.memory().numTensors, tf.backend().numDataIds(), tf.findBackend('cpu').numDataIds()];
  t.deepEqual(after, before, `${what}: tensors left`);
  t.deepEqual(shape, expected.shape, what);
  t.true(
    expected.values.some((value) => Math.abs(value) > 1e-3),
    `${what}: only zeros`,
  );
  const scale = Math.max(...expected.values.map(Math.abs));
  const error = Math.max(...values.map((value, index) => Math.abs(value - expected.values[index]!)));
  t.true(error <= 2e-6 * scale, `${what}: off by ${error} of ${scale}`);
}

/** [batch of a, batch of b, rows, inner, columns] */
const products: readonly (readonly [number[], number[], number, number, number])[] = [
  [[], [], 4, 3, 5],
  [[], [], 1, 3, 5],
  [[], [], 4, 1, 1],
  [[], [], 100, 33, 17],
  [[2], [2], 4, 3, 5],
  [[1], [3], 4, 3, 5],
  [[3], [1], 4, 3, 5],
  [[], [3], 4, 3, 5],
  [[3], [], 4, 3, 5],
  [[2, 3], [2, 3], 2, 4, 3],
  [[2, 1], [1, 3], 2, 4, 3],
];

const transposes = [false, true].flatMap((a) => [false, true].map((b) => [a, b] as const));

for (const [batchA, batchB, rows, inner, columns] of products) {
  const shapes = `[${[...batchA, rows, inner].join()}] [${[...batchB, inner, columns].join()}]`;
  serial(`products of ${shapes}, transposed or not, and their gradients`, async (t) => {
    for (const [transposeA, transposeB] of transposes) {
      const a = () => numbers([...batchA, ...(transposeA ? [inner, rows] : [rows, inner])], 1);
      const b = () => numbers([...batchB, ...(transposeB ? [columns, inner] : [inner, columns])], 2);
      const product = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.matMul(x, y, transposeA, transposeB);
      const transposition = `${transposeA ? 'a transposed' : 'a'}, ${transposeB ? 'b transposed' : 'b'}`;
      await agrees(t, () => product(a(), b()), transposition);
      // TensorFlow.js has no gradient of a broadcast product.
      if (batchA.join() !== batchB.join()) continue;
      await agrees(
        t,
        () => tf.grad((x) => tf.sum(tf.square(product(x, b()))))(a()),
        `by a; ${transposition}`,
      );
      await agrees(
        t,
        () => tf.grad((y) => tf.sum(tf.square(product(a(), y))))(b()),
        `by b; ${transposition}`,
      );
    }
  });
}

serial('fused products, transposed or not, with every bias and activation', async (t) => {
  const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;
  for (const [transposeA, transposeB] of transposes) {
    for (const activation of activations) {
      for (const bias of [undefined, [5]]) {
        const options = `${transposeA} ${transposeB} ${activation} ${bias?.join()}`;
        await agrees(
          t,
          () =>
            tf.fused.matMul({
              a: numbers(transposeA ? [3, 4] : [4, 3], 1),
              b: numbers(transposeB ? [5, 3] : [3, 5], 2),
              transposeA,
              transposeB,
              activation,
              ...(bias ? { bias: numbers(bias, 3) } : {}),
              ...(activation === 'prelu' ? { preluActivationWeights: numbers([5], 4) } : {}),
            }),
          options,
        );
      }
    }
  }
});

/** [image, filter, strides, padding] of convolutions of two images. */
const convolutions: readonly (readonly [
  number[],
  number[],
  number | [number, number],
  'same' | 'valid' | number,
])[] = [
  [[8, 8, 1], [3, 3, 1, 4], 1, 'same'],
  [[8, 8, 3], [3, 3, 3, 4], 1, 'valid'],
  [[9, 7, 2], [3, 3, 2, 4], 2, 'same'],
  [[28, 28, 1], [3, 3, 1, 2], 4, 'valid'],
  [[10, 10, 2], [5, 2, 2, 3], [2, 3], 'same'],
  [[10, 9, 2], [1, 1, 2, 3], 2, 'valid'],
  [[6, 6, 2], [4, 4, 2, 3], 2, 'same'],
  [[6, 6, 2], [3, 3, 2, 3], 1, 2],
  [[5, 5, 1], [5, 5, 1, 1], 1, 'valid'],
];

for (const [image, filter, strides, padding] of convolutions) {
  serial(
    `the gradients of a convolution of [${image.join()}] by [${filter.join()}], ${JSON.stringify([strides, padding])}`,
    async (t) => {
      const x = () => numbers([2, ...image], 1) as tf.Tensor4D;
      const w = () => numbers(filter, 2) as tf.Tensor4D;
      const loss = (a: tf.Tensor, b: tf.Tensor) =>
        tf.sum(tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, padding)));
      await agrees(t, () => tf.grad((b) => loss(x(), b))(w()), 'by the filter');
      await agrees(t, () => tf.grad((a) => loss(a, w()))(x()), 'by the image');
      t.false(bridged.includes('Conv2DBackpropFilter'), 'it is computed where it is');
    },
  );
}

serial('the gradient of a transposed convolution', async (t) => {
  const x = () => numbers([2, 4, 4, 3], 1) as tf.Tensor4D;
  const w = () => numbers([3, 3, 2, 3], 2) as tf.Tensor4D;
  const loss = (a: tf.Tensor, b: tf.Tensor) =>
    tf.sum(tf.square(tf.conv2dTranspose(a as tf.Tensor4D, b as tf.Tensor4D, [2, 8, 8, 2], 2, 'same')));
  await agrees(t, () => tf.grad((b) => loss(x(), b))(w()), 'by the filter');
  await agrees(t, () => tf.grad((a) => loss(a, w()))(x()), 'by the image');
});

/** What wasm lacks, by the name of the kernel. */
const missing: Readonly<Record<string, () => tf.Tensor>> = {
  UnsortedSegmentSum: () => tf.unsortedSegmentSum(numbers([4, 3], 1), tf.tensor1d([1, 0, 1, 2], 'int32'), 3),
  Einsum: () => tf.einsum('bij,bjk->bik', numbers([2, 3, 4], 1), numbers([2, 4, 2], 2)),
  DepthwiseConv2dNativeBackpropFilter: () =>
    tf.grad((w) =>
      tf.sum(
        tf.square(tf.depthwiseConv2d(numbers([2, 6, 6, 3], 1) as tf.Tensor4D, w as tf.Tensor4D, 2, 'same')),
      ),
    )(numbers([3, 3, 3, 2], 2)),
  DepthwiseConv2dNativeBackpropInput: () =>
    tf.grad((x) =>
      tf.sum(
        tf.square(tf.depthwiseConv2d(x as tf.Tensor4D, numbers([3, 3, 3, 2], 1) as tf.Tensor4D, 1, 'same')),
      ),
    )(numbers([2, 6, 6, 3], 2)),
};

for (const [kernel, compute] of Object.entries(missing)) {
  serial(`${kernel} runs on the cpu backend, and says so once`, async (t) => {
    const count = () => bridged.filter((name) => name === kernel).length;
    t.is(count(), 0);
    await agrees(t, compute);
    t.is(count(), 1);
    await agrees(t, compute);
    t.is(count(), 1);
  });
}

serial('the gradient of gathered rows, some of them twice', async (t) => {
  const indices = () => tf.tensor1d([0, 2, 2, 1], 'int32');
  await agrees(t, () => tf.grad((x) => tf.sum(tf.square(tf.gather(x, indices()))))(numbers([3, 2], 1)));
});

serial('complex numbers, which wasm can not hold, are refused as before', (t) => {
  t.throws(() => tf.complex(tf.tensor1d([1]), tf.tensor1d([2])), { message: /'Complex' not registered/ });
});

const convolutional: SpecInput = {
  recipe: 'vae',
  observed: { shape: [8, 8, 1] },
  latents: [{ name: 'z', size: 2 }],
  networks: {
    recognition: [
      { layer: 'conv2d', filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' },
      { layer: 'depthwiseConv2d', kernelSize: 3, padding: 'same' },
      { layer: 'flatten' },
    ],
    generative: [
      { layer: 'dense', units: 32, activation: 'relu' },
      { layer: 'reshape', targetShape: [4, 4, 2] },
      { layer: 'conv2dTranspose', filters: 1, kernelSize: 3, strides: 2, padding: 'same' },
    ],
  },
};

/** Bars, upright or level, at one of eight places. */
const bars = arrayDataset({
  name: 'bars',
  shape: [8, 8, 1],
  data: Array.from({ length: 32 }, (_, n) =>
    Array.from({ length: 64 }, (_value, i) => ((n % 2 === 0 ? i % 8 : i >> 3) === n >> 2 ? 1 : 0)),
  ),
});

/** The NELBO of the best model that ignores its latents: each pixel is on in one image of eight. */
const withoutLatents = -64 * (Math.log(1 / 8) / 8 + (Math.log(7 / 8) * 7) / 8);

serial('a convolutional model trains on wasm (trap 12), step by step as on cpu', async (t) => {
  const spec = parseSpec(convolutional);
  const nelbos = async (backend: string): Promise<number[]> => {
    await tf.setBackend(backend);
    const container = createContainer(spec);
    const model: LatentVariableModel = container.get(tokens.model);
    const { history } = await train(model, {
      data: bars,
      objective: container.get(tokens.objective),
      optimizer: createOptimizer({
        name: 'adam',
        learningRate: 0.03,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
      }),
      epochs: 40,
      batchSize: 8,
      seed: 0,
    });
    return history.map((row) => row.train['nelbo']!);
  };
  const expected = await nelbos('cpu');
  const found = await nelbos('wasm');
  t.true(found.at(-1)! < withoutLatents, `it learned: ${found.join(' ')}`);
  found.forEach((value, epoch) => {
    t.true(Math.abs(value - expected[epoch]!) < 1e-4 * expected[epoch]!, `epoch ${epoch + 1}: ${value}`);
  });
  t.true(bridged.includes('DepthwiseConv2dNativeBackpropFilter'), 'with a word on what runs elsewhere');
});

serial('a second improvement changes nothing', async (t) => {
  const bridgedKernels: string[] = [];
  improveWasm((kernel) => bridgedKernels.push(kernel));
  await agrees(t, () => tf.matMul(numbers([3, 4], 1), numbers([3, 5], 2), true, false));
  await agrees(t, missing['UnsortedSegmentSum']!);
  t.deepEqual(bridgedKernels, []);
});
