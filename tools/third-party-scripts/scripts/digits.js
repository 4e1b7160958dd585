import * as tf from '@tensorflow/tfjs-core';

const SIDE = 28;
const CLASSES = 10;

/**
 * Creates as many grey images as MNIST has, with one-hot labels. Each class has its own strokes,
 * shifted and with noise.
 *
 * @param {number} count
 */
export function digits(count) {
  const pixels = new Float32Array(count * SIDE * SIDE);
  const labels = new Int32Array(count);
  for (let example = 0; example < count; example++) {
    const label = example % CLASSES;
    labels[example] = label;
    const shift = Math.floor(Math.random() * 5) - 2;
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const [row, column] = [Math.floor(pixel / SIDE) + shift, (pixel % SIDE) - shift];
      const stroke = (row * (1 + (label % 3)) + column * (1 + Math.floor(label / 3))) % 17 < 3;
      pixels[example * SIDE * SIDE + pixel] = (stroke ? 0.8 : 0) + 0.2 * Math.random();
    }
  }
  return {
    images: tf.tensor4d(pixels, [count, SIDE, SIDE, 1]),
    labels: tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES),
  };
}
