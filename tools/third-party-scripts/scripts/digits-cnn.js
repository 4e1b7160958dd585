import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

import { digits } from './digits.js';

/**
 * The small convolutional network of the MNIST examples: 8 filters of 5 by 5, pooling, 16, pooling,
 * 10 classes.
 */
export async function train() {
  const { images, labels } = digits(6000);
  const [trained, validated] = [5000, 1000];
  const kernelInitializer = 'varianceScaling';
  const model = sequential();
  /** @type {Omit<Parameters<typeof layers.conv2d>[0], 'filters'>} */
  const convolution = { kernelSize: 5, strides: 1, activation: 'relu', kernelInitializer };
  model.add(layers.conv2d({ ...convolution, inputShape: [28, 28, 1], filters: 8 }));
  model.add(layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }));
  model.add(layers.conv2d({ ...convolution, filters: 16 }));
  model.add(layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }));
  model.add(layers.flatten());
  model.add(layers.dense({ units: 10, kernelInitializer, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const { history } = await model.fit(tf.slice(images, 0, trained), tf.slice(labels, 0, trained), {
    batchSize: 512,
    validationData: [tf.slice(images, trained, validated), tf.slice(labels, trained, validated)],
    epochs: 2,
    shuffle: true,
    verbose: 0,
  });
  return history['loss'];
}
