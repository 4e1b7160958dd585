import { arrayDataset } from '@helmholtz/datasets';
import { flowOfText, FlowDistribution, Normal } from '@helmholtz/core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import test from 'ava';

import { planarFlow } from './planar-flow.js';

tf.env().set('IS_TEST', true); // or it advises another backend
await tf.setBackend('cpu');

/** Two kinds of eight pixels. */
const data = Array.from({ length: 60 }, (_, row) =>
  Array.from({ length: 8 }, (_, pixel) => ((row % 2 === 0) === pixel < 4 ? 1 : 0)),
);
const train = arrayDataset({ name: 'halves', shape: [8], data });

test('the planar flow by hand: fit lowers the NELBO, and log q is that of the flow of its weights', async (t) => {
  const options = { train, intermediateDim: 8, length: 2, epochs: 80, batchSize: 10 };
  const { history, posterior } = await planarFlow(options);
  t.true(history.at(-1)! < history[0]! - 0.5, history.join());

  const [x, noise] = [tf.tensor2d([data[0]!, data[1]!]), tf.tensor2d([[0.5, -1], [1.5, 0.2]])]; // prettier-ignore
  const [z, logQ] = posterior.predict([x, noise]) as [tf.Tensor, tf.Tensor];
  const [kernel, bias, muKernel, muBias, logVarKernel, logVarBias, values, features] = posterior.getWeights();
  const h = tf.relu<tf.Tensor2D>(tf.add(tf.matMul(x, kernel as tf.Tensor2D), bias!));
  const flow = new FlowDistribution(flowOfText('planar x2'), {
    base: Normal.fromLogVariance(
      tf.add(tf.matMul(h, muKernel as tf.Tensor2D), muBias!),
      tf.add(tf.matMul(h, logVarKernel as tf.Tensor2D), logVarBias!),
    ),
    weights: values,
    amortized: tf.matMul(h, features as tf.Tensor2D),
  });
  const expected = flow.sampleWithLogProb(noise);
  const near = (found: tf.Tensor, other: tf.Tensor): void => {
    const numbers = other.dataSync();
    found.dataSync().forEach((value, index) => t.true(Math.abs(value - numbers[index]!) < 1e-4, `${value}`));
  };
  near(z, expected.value);
  near(logQ, expected.logProb);
});
