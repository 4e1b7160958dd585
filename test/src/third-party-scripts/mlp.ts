import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

import type { Figures } from './figures.js';

const CLASSES = 3;
const EXAMPLES = 360;

/** Points on the arms of a spiral, each arm a class. */
function spirals(): { xs: tf.Tensor2D; ys: tf.Tensor } {
  const points: [number, number][] = [];
  const labels: number[] = [];
  for (let i = 0; i < EXAMPLES; i++) {
    const label = i % CLASSES;
    const radius = i / EXAMPLES;
    const angle = 4 * radius + (2 * Math.PI * label) / CLASSES + 0.2 * Math.sin(12.9898 * i);
    points.push([radius * Math.cos(angle), radius * Math.sin(angle)]);
    labels.push(label);
  }
  return { xs: tf.tensor2d(points), ys: tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES) };
}

/**
 * A classifier of points by a multilayer perceptron, with validation data, as it is written for
 * TensorFlow.js.
 */
export async function trainMlp(): Promise<Figures> {
  const { xs, ys } = spirals();
  const kernelInitializer = (seed: number) => initializers.glorotUniform({ seed });
  const model = sequential();
  model.add(
    layers.dense({
      inputShape: [2],
      units: 64,
      activation: 'relu',
      kernelInitializer: kernelInitializer(1),
    }),
  );
  model.add(layers.dense({ units: 64, activation: 'tanh', kernelInitializer: kernelInitializer(2) }));
  model.add(layers.dense({ units: CLASSES, activation: 'softmax', kernelInitializer: kernelInitializer(3) }));
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });

  const { history } = await model.fit(xs, ys, {
    epochs: 8,
    batchSize: 32,
    shuffle: false,
    validationSplit: 0.2,
    verbose: 0,
  });
  const evaluated = (model.evaluate(xs, ys, { batchSize: 64, verbose: 0 }) as tf.Scalar[]).map(
    (scalar) => scalar.dataSync()[0]!,
  );
  const predicted = [...(model.predict(xs) as tf.Tensor).dataSync()];
  return { history: history as Figures['history'], evaluated, predicted };
}
