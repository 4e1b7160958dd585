import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

const LENGTH = 40;
const VOCABULARY = 60;
const UNITS = 128;
const EXAMPLES = 1280;
const WRITTEN = 20;

/**
 * Characters that follow each other by a rule that is sometimes broken, as numbers.
 *
 * @param {number} length
 */
function text(length) {
  let last = 1;
  const characters = [last];
  while (characters.length < length) {
    const next = (last * 7 + 3) % VOCABULARY;
    last = Math.random() < 0.1 ? Math.floor(Math.random() * VOCABULARY) : next;
    characters.push(last);
  }
  return characters;
}

/**
 * Rows of `length` characters, each character as a vector that is 1 at its place.
 *
 * @param {readonly (readonly number[])[]} rows
 * @param {number} length
 */
function hot(rows, length) {
  const buffer = tf.buffer([rows.length, length, VOCABULARY]);
  rows.forEach((row, i) => row.forEach((character, j) => buffer.set(1, i, j, character)));
  return buffer.toTensor();
}

/**
 * Text, a character at a time: a long short-term memory learns what comes next, and writes a
 * little.
 */
export async function train() {
  const characters = text(EXAMPLES + LENGTH);
  const starts = Array.from({ length: EXAMPLES }, (_, start) => start);
  const xs = hot(
    starts.map((start) => characters.slice(start, start + LENGTH)),
    LENGTH,
  );
  const next = hot([characters.slice(LENGTH, LENGTH + EXAMPLES)], EXAMPLES);

  const model = sequential();
  const recurrentInitializer = 'glorotUniform';
  model.add(layers.lstm({ units: UNITS, inputShape: [LENGTH, VOCABULARY], recurrentInitializer }));
  model.add(layers.dense({ units: VOCABULARY, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.rmsprop(0.01), loss: 'categoricalCrossentropy' });
  const { history } = await model.fit(xs, tf.squeeze(next, [0]), {
    batchSize: 128,
    epochs: 4,
    verbose: 0,
  });

  const written = characters.slice(0, LENGTH);
  for (let i = 0; i < WRITTEN; i++) {
    const probabilities = () =>
      /** @type {tf.Tensor} */ (model.predict(hot([written.slice(-LENGTH)], LENGTH)));
    written.push(...tf.tidy(() => tf.argMax(probabilities(), -1).dataSync()));
  }
  return history['loss'];
}
