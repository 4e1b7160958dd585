import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import test from 'ava';

import type { OnnxBackend } from './backend/onnx-backend.js';
import './index.js';

// The default needs the chained operations, which the package @tensorflow/tfjs alone brings.
const recurrentInitializer = 'glorotUniform';

type Build = () => layers.layers.Layer[];

const images: Build = () => [
  layers.layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', inputShape: [8, 8, 2] }),
  layers.layers.batchNormalization(),
  layers.layers.leakyReLU(),
  layers.layers.maxPooling2d({ poolSize: 2 }),
  // The cpu kernel for the gradient of the nearest neighbours takes the wrong images from the
  // second on.
  layers.layers.upSampling2d({ interpolation: 'bilinear' }),
  layers.layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
  layers.layers.prelu(),
  layers.layers.depthwiseConv2d({ kernelSize: 2 }),
  layers.layers.averagePooling2d({ poolSize: 2 }),
  layers.layers.zeroPadding2d({}),
  layers.layers.cropping2D({ cropping: 1 }),
  layers.layers.globalAveragePooling2d({}),
  layers.layers.dense({ units: 4, activation: 'softmax' }),
];
const text = (recurrent: layers.layers.Layer): layers.layers.Layer[] => [
  layers.layers.embedding({ inputDim: 7, outputDim: 5, inputLength: 6 }),
  recurrent,
  layers.layers.layerNormalization(),
  layers.layers.dense({ units: 4, activation: 'softmax' }),
];
const vectors: Build = () => [
  layers.layers.dense({ units: 6, activation: 'elu', inputShape: [5] }),
  ...(
    ['relu', 'selu', 'sigmoid', 'softplus', 'softsign', 'tanh', 'hardSigmoid', 'relu6', 'swish'] as const
  ).map((activation) =>
    layers.layers.dense({ units: 6, activation, kernelRegularizer: 'l1l2', kernelConstraint: 'maxNorm' }),
  ),
  layers.layers.repeatVector({ n: 3 }),
  layers.layers.timeDistributed({ layer: layers.layers.dense({ units: 4 }) }),
  layers.layers.conv1d({ filters: 3, kernelSize: 2 }),
  layers.layers.permute({ dims: [2, 1] }),
  layers.layers.flatten(),
  layers.layers.dense({ units: 4, activation: 'softmax' }),
];

interface Case {
  readonly name: string;
  readonly build: Build;
  readonly inputs: () => tf.Tensor;
}

const numbers = (shape: number[]) => (): tf.Tensor => tf.randomNormal(shape, 0, 1, 'float32', 3);
const words = (): tf.Tensor => tf.randomUniform([4, 6], 0, 7, 'int32', 3);

const CASES: readonly Case[] = [
  { name: 'images', build: images, inputs: numbers([4, 8, 8, 2]) },
  { name: 'vectors', build: vectors, inputs: numbers([4, 5]) },
  { name: 'lstm', build: () => text(layers.layers.lstm({ units: 3, recurrentInitializer })), inputs: words },
  { name: 'gru', build: () => text(layers.layers.gru({ units: 3, recurrentInitializer })), inputs: words },
  {
    name: 'bidirectional',
    build: () =>
      text(
        layers.layers.bidirectional({
          layer: layers.layers.simpleRNN({ units: 3, recurrentInitializer }),
          mergeMode: 'concat',
        }),
      ),
    inputs: words,
  },
];
const LOSSES = [
  'categoricalCrossentropy',
  'meanSquaredError',
  'meanAbsoluteError',
  'kullbackLeiblerDivergence',
] as const;

/** The weights after a few updates, and the kernels that ran on the cpu kernels on the way. */
async function trained({ build, inputs }: Case, loss: string, backend: string) {
  await tf.setBackend(backend);
  const onnx = backend === 'onnx' ? (tf.backend() as OnnxBackend) : undefined;
  if (onnx) onnx.executor.policy.mode = 'native';
  const model = layers.sequential({ layers: build() });
  const drawn = model
    .getWeights()
    .map(({ shape }, index) => tf.abs(tf.randomNormal(shape, 0.1, 0.2, 'float32', 7 + index)));
  model.setWeights(drawn);
  // Not Adam, which makes whole steps of gradients that are nothing but rounding.
  model.compile({ optimizer: tf.train.momentum(0.1, 0.9), loss, metrics: ['accuracy'] });
  const x = inputs();
  const y = tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 1], 'int32'), 4), 'float32');
  const before = { ...onnx?.statistics.cpuKernels };
  const losses: number[] = [];
  for (let round = 0; round < 4; round++) {
    const figures = await model.trainOnBatch(x, y);
    losses.push(Array.isArray(figures) ? figures[0]! : figures);
  }
  const onCpu = Object.entries(onnx?.statistics.cpuKernels ?? {}).filter(
    ([name, count]) => count > (before[name] ?? 0),
  );
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  return { losses, weights, onCpu: onCpu.map(([name]) => name) };
}

CASES.forEach((scenario, index) => {
  test.serial(`layers of ${scenario.name} train natively as on the cpu backend`, async (t) => {
    const loss = LOSSES[index % LOSSES.length]!;
    const cpu = await trained(scenario, loss, 'cpu');
    const onnx = await trained(scenario, loss, 'onnx');
    t.deepEqual(onnx.onCpu, [], 'kernels without a native form');
    cpu.losses.forEach((value, round) =>
      t.true(Math.abs(value - onnx.losses[round]!) < 1e-4 * (1 + Math.abs(value))),
    );
    cpu.weights.forEach((weight, at) =>
      weight.forEach((value, place) => {
        const actual = onnx.weights[at]![place]!;
        t.true(Math.abs(value - actual) < 1e-4, `weight ${at}: ${actual}, not ${value}`);
      }),
    );
  });
});
