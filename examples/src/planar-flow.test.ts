import { arrayDataset } from '@helmholtz/datasets';
import { FlowDistribution, Normal } from '@helmholtz/core';
import { chosenFlow } from '@helmholtz/layers';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import test from 'ava';

import { type PlanarFlowOptions, planarFlow } from './planar-flow.js';

tf.env().set('IS_TEST', true); // or it advises another backend
await tf.setBackend('cpu');

/** Two kinds of eight pixels. */
const data = Array.from({ length: 60 }, (_, row) =>
  Array.from({ length: 8 }, (_, pixel) => ((row % 2 === 0) === pixel < 4 ? 1 : 0)),
);
const train = arrayDataset({ name: 'halves', shape: [8], data });

const flows: Readonly<Record<string, NonNullable<PlanarFlowOptions['steps']>>> = {
  planar: [{ name: 'planar', repeat: 2 }],
  coupling: [{ name: 'affineCoupling', hidden: [4] }],
  autoregressive: [{ name: 'inverseAutoregressive', hidden: [4] }],
};

for (const [name, steps] of Object.entries(flows)) {
  test(`fit lowers the NELBO of a flow written by hand, ${name}, and log q is that of the flow of its weights`, async (t) => {
    const options = { train, intermediateDim: 8, steps, epochs: 80, batchSize: 10 };
    const { history, posterior } = await planarFlow(options);
    t.true(history.at(-1)! < history[0]! - 0.5, history.join());

    const [x, noise] = [tf.tensor2d([data[0]!, data[1]!]), tf.tensor2d([[0.5, -1], [1.5, 0.2]])]; // prettier-ignore
    const [z, logQ] = posterior.predict([x, noise]) as [tf.Tensor, tf.Tensor];
    const [kernel, bias, muKernel, muBias, logVarKernel, logVarBias, values, features] =
      posterior.getWeights();
    const h = tf.relu<tf.Tensor2D>(tf.add(tf.matMul(x, kernel as tf.Tensor2D), bias!));
    const flow = new FlowDistribution(chosenFlow(steps), {
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
      found
        .dataSync()
        .forEach((value, index) => t.true(Math.abs(value - numbers[index]!) < 1e-4, `${value}`));
    };
    near(z, expected.value);
    near(logQ, expected.logProb);
  });
}
