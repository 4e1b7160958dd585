import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

import type { Figures } from './figures.js';

const STEPS = 12;
const EXAMPLES = 128;
const TRAINED = 96;

/** Pieces of two waves added up, and the number that comes next. */
function series(): { xs: tf.Tensor3D; ys: tf.Tensor2D } {
  const wave = (time: number): number => 0.6 * Math.sin(0.3 * time) + 0.4 * Math.sin(0.71 * time + 1);
  const starts = Array.from({ length: EXAMPLES }, (_, index) => 1.7 * index);
  const xs = starts.map((start) => Array.from({ length: STEPS }, (_, step) => [wave(start + step)]));
  return { xs: tf.tensor3d(xs), ys: tf.tensor2d(starts.map((start) => [wave(start + STEPS)])) };
}

/** A forecast by a long short-term memory, as it is written for TensorFlow.js. */
export async function trainLstm(): Promise<Figures> {
  const { xs, ys } = series();
  const model = sequential();
  model.add(
    layers.lstm({
      units: 16,
      inputShape: [STEPS, 1],
      kernelInitializer: initializers.glorotNormal({ seed: 1 }),
      recurrentInitializer: initializers.glorotNormal({ seed: 2 }),
    }),
  );
  model.add(layers.dense({ units: 1, kernelInitializer: initializers.glorotNormal({ seed: 3 }) }));
  model.compile({ optimizer: tf.train.rmsprop(0.01), loss: 'meanSquaredError' });

  const { history } = await model.fit(tf.slice(xs, 0, TRAINED), tf.slice(ys, 0, TRAINED), {
    epochs: 12,
    batchSize: 32,
    shuffle: false,
    validationData: [tf.slice(xs, TRAINED), tf.slice(ys, TRAINED)],
    verbose: 0,
  });
  const evaluated = [(model.evaluate(xs, ys, { verbose: 0 }) as tf.Scalar).dataSync()[0]!];
  const predicted = [...(model.predict(xs) as tf.Tensor).dataSync()];
  return { history: history as Figures['history'], evaluated, predicted };
}
