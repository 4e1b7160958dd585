import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

import type { Figures } from './figures.js';

const SIZE = 12;
const SHAPES = 4;
const EXAMPLES = 160;

/** Pictures of a bar, a column, a diagonal or a frame, somewhere, on a grey pattern. */
function pictures(): { xs: tf.Tensor4D; ys: tf.Tensor1D } {
  const inside: ((row: number, column: number, at: number) => boolean)[] = [
    (row, _, at) => row === at,
    (_, column, at) => column === at,
    (row, column, at) => (row + column) % SIZE === at,
    (row, column, at) => Math.max(Math.abs(row - at), Math.abs(column - at)) === 2,
  ];
  const labels = Array.from({ length: EXAMPLES }, (_, index) => index % SHAPES);
  const pixels = labels.flatMap((label, index) =>
    Array.from({ length: SIZE * SIZE }, (_, pixel) => {
      const at = 2 + ((index * 7) % (SIZE - 4));
      const grey = 0.3 * Math.abs(Math.sin(pixel * 78.233 + index * 12.9898));
      return inside[label]!(Math.floor(pixel / SIZE), pixel % SIZE, at) ? 1 : grey;
    }),
  );
  return { xs: tf.tensor4d(pixels, [EXAMPLES, SIZE, SIZE, 1]), ys: tf.tensor1d(labels, 'float32') };
}

/** A small convolutional classifier of pictures, as it is written for TensorFlow.js. */
export async function trainCnn(): Promise<Figures> {
  const { xs, ys } = pictures();
  const kernelInitializer = (seed: number) => initializers.varianceScaling({ seed });
  const model = sequential({
    layers: [
      layers.conv2d({
        inputShape: [SIZE, SIZE, 1],
        kernelSize: 3,
        filters: 8,
        activation: 'relu',
        kernelInitializer: kernelInitializer(1),
      }),
      layers.maxPooling2d({ poolSize: 2, strides: 2 }),
      layers.conv2d({
        kernelSize: 3,
        filters: 16,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: kernelInitializer(2),
      }),
      layers.batchNormalization(),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: SHAPES, activation: 'softmax', kernelInitializer: kernelInitializer(3) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.05), loss: 'sparseCategoricalCrossentropy', metrics: ['acc'] });

  const { history } = await model.fit(xs, ys, { epochs: 4, batchSize: 32, shuffle: false, verbose: 0 });
  const evaluated = (model.evaluate(xs, ys, { batchSize: 32, verbose: 0 }) as tf.Scalar[]).map(
    (scalar) => scalar.dataSync()[0]!,
  );
  const predicted = [...(model.predict(xs, { batchSize: 50 }) as tf.Tensor).dataSync()];
  return { history: history as Figures['history'], evaluated, predicted };
}
