import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

import { digits } from './digits.js';

/** A multilayer perceptron, 784-512-512-10, that tells digits apart. */
export async function train() {
  const { images, labels } = digits(6000);
  const model = sequential();
  model.add(layers.dense({ units: 512, activation: 'relu', inputShape: [784] }));
  model.add(layers.dense({ units: 512, activation: 'relu' }));
  model.add(layers.dense({ units: 10, activation: 'softmax' }));
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const { history } = await model.fit(tf.reshape(images, [-1, 784]), labels, {
    batchSize: 128,
    epochs: 5,
    verbose: 0,
  });
  return history['loss'];
}
