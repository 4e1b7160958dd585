import {
  LatentVariableModel,
  RandomStream,
  type SingleDataset,
  elbo,
  noiseSource,
  viewOfTerms,
} from '@helmholtz/core';
import { loadDataset } from '@helmholtz/datasets';
import * as tf from '@tensorflow/tfjs-core';
import test from 'ava';

import { kerasTutorial, manifold, tensorOf } from './keras-tutorial.js';

tf.env().set('IS_TEST', true); // or it advises another backend
await tf.setBackend('cpu');

/** Images of 2 by 2, a bright row or a bright column. */
function crosses(name: string, size: number): SingleDataset {
  const random = new RandomStream(0, name);
  const images = Array.from({ length: size }, () =>
    (random.next() < 0.5 ? [1, 1, 0, 0] : [1, 0, 1, 0]).map((value) => Math.abs(value - 0.05)),
  );
  return {
    name,
    size,
    shape: [2, 2, 1],
    read: (indices, out) => Array.from(indices).forEach((image, row) => out.set(images[image]!, row * 4)),
  };
}

const tiny = { train: crosses('train', 60), test: crosses('test', 20), intermediateDim: 8, batchSize: 10 };

test('the NELBO falls, on the test set with its divergence', async (t) => {
  const { history } = await kerasTutorial({ ...tiny, epochs: 40 });
  t.is(history.length, 40);
  const [first, last] = [history[0]!, history.at(-1)!];
  t.true(last.nelbo < first.nelbo - 0.3);
  t.true(last.testNelbo < first.testNelbo - 0.3);
  for (const { testNelbo, testNll, testKl } of history) {
    t.true(testKl > 0);
    t.is(testNelbo, testNll + testKl);
  }
});

test('what it reports of the test set is what our objective makes of the same graph, data and noise', async (t) => {
  const { history, vae } = await kerasTutorial({ ...tiny, epochs: 2, seed: 4 });
  const noise = new Float32Array(20 * 2);
  noiseSource('standardNormal').fill(noise, new RandomStream(4, 'test'));
  const terms = new LatentVariableModel(vae).terms([tensorOf(tiny.test)], [tf.tensor(noise, [20, 2])]);
  const { metrics } = elbo().evaluate(viewOfTerms(terms), { training: false, coefficients: {} });
  const { testNelbo, testNll, testKl } = history[1]!;
  for (const [reported, expected] of [
    [testNelbo, metrics['nelbo']!],
    [-testNll, metrics['expectedLogLikelihood']!],
    [testKl, metrics['kl']!],
  ] as const) {
    t.true(Math.abs(reported - expected.dataSync()[0]!) < 1e-5);
  }
});

test('without noise a latent is its location, which the encoder gives and the decoder takes', async (t) => {
  const { vae, encoder, decoder } = await kerasTutorial({ ...tiny, epochs: 1 });
  const x = tensorOf(tiny.test);
  const logits = vae.predict([x, tf.zeros([20, 2])]) as tf.Tensor;
  const decoded = decoder.predict(encoder.predict(x)) as tf.Tensor;
  t.deepEqual(logits.arraySync(), decoded.arraySync());
});

test('learns to tell digits apart, a little, in one epoch of few', async (t) => {
  const { train, test: unseen } = await loadDataset('digits', { limit: 200 });
  const { history, encoder, decoder } = await kerasTutorial({
    train,
    test: unseen,
    intermediateDim: 16,
    batchSize: 50,
    epochs: 2,
  });
  t.true(history[1]!.nelbo < history[0]!.nelbo);
  t.true(history[1]!.testNelbo < 784 * Math.log(2), 'better than a fair coin for every pixel');
  t.deepEqual((encoder.predict(tensorOf(unseen)) as tf.Tensor).shape, [unseen.size, 2]);
  const picture = manifold(decoder, 28, 4);
  t.deepEqual(picture.shape, [112, 112]);
});

test('the manifold has its first latent across and its second down', async (t) => {
  const { decoder } = await kerasTutorial({ ...tiny, epochs: 1 });
  const n = 3;
  const picture = manifold(decoder, 2, n).arraySync();
  const edge = -1.6448536269514722; // the 5% point of N(0, 1)
  const tile = (row: number, column: number): number[] =>
    [0, 1].flatMap((y) => [0, 1].map((x) => picture[2 * row + y]![2 * column + x]!));
  for (const [row, column] of [
    [0, 0],
    [0, 2],
    [2, 0],
    [1, 1],
  ] as const) {
    const z = tf.tensor2d([[edge * (1 - column), edge * (1 - row)]]);
    const expected = tf.sigmoid(decoder.predict(z) as tf.Tensor).dataSync();
    tile(row, column).forEach((value, pixel) => t.true(Math.abs(value - expected[pixel]!) < 1e-6));
  }
});
