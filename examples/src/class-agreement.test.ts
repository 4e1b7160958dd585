import { createOptimizer, elbo, train } from '@helmholtz/core';
import { arrayDataset, loadDataset } from '@helmholtz/datasets';
import { buildModel } from '@helmholtz/recipes';
import { reshape, round, setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

import { agreement, labelledImages, requestedImages, trainClassifier } from './class-agreement.js';

await setBackend('onnx');

test('a classifier of real digits agrees with labels that are right, and not with those that are wrong', async (t) => {
  const { train, test: unseen } = await loadDataset('digits', { limit: 1000 });
  const epochs: number[] = [];
  const classifier = await trainClassifier(labelledImages(train), 10, {
    epochs: 8,
    batchSize: 50,
    onEpochEnd: (epoch) => epochs.push(epoch),
  });
  t.deepEqual(epochs, [1, 2, 3, 4, 5, 6, 7, 8]);
  const digits = labelledImages(unseen, 200);
  const { all, perClass } = agreement(classifier, digits);
  t.true(all > 0.9, String(all));
  t.is(perClass.size, 10);
  const counts = [...perClass.keys()].map((label) => digits.labels.filter((one) => one === label).length);
  const mean = [...perClass.values()].reduce((sum, share, index) => sum + (share * counts[index]!) / 200, 0);
  t.true(Math.abs(mean - all) < 1e-9);
  const wrong = { ...digits, labels: digits.labels.map((label) => (label + 1) % 10) };
  t.true(agreement(classifier, wrong).all < 0.1);
});

test('the classes are asked for in turn, and decide what is drawn', async (t) => {
  const model = buildModel({
    recipe: 'cvae',
    observed: { shape: [4] },
    latents: [{ name: 'z', size: 1 }],
    inputs: [{ name: 'label', shape: [2] }],
    networks: { recognition: [], generative: [] },
    seed: 3,
  });
  const patterns = [
    [0, 1, 1, 0],
    [1, 0, 0, 1],
  ];
  const data = arrayDataset({ name: 'patterns', shape: [2, 2, 1], data: patterns, labels: [0, 1] });
  const optimizer = createOptimizer({ name: 'adam', learningRate: 0.1 });
  await train(model, { data, test: data, objective: elbo(), optimizer, epochs: 100, batchSize: 2, seed: 1 });
  const { images, labels } = await requestedImages(model, data, 6, 2);
  t.deepEqual(labels, [0, 1, 0, 1, 0, 1]);
  t.deepEqual(images.shape, [6, 2, 2, 1]);
  const pixels = await round(reshape(images, [6, 4])).array();
  t.deepEqual(
    pixels,
    labels.map((label) => patterns[label]!),
  );
});

test('throws an error that names the data set when it has no labels', (t) => {
  const dataset = arrayDataset({ name: 'noise', shape: [2, 2, 1], data: [[0, 0, 0, 1]] });
  t.throws(() => labelledImages(dataset), { message: 'noise has no labels to train a classifier on.' });
});
