import { itemAt } from '@helmholtz/base';
import { tensor2d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { readInputs } from '../inference/conditions.js';
import { tinyClassified } from '../testing/tiny-classifier.js';
import { labelledPatterns } from '../testing/tiny-parts.js';
import '@helmholtz/testing/cpu-backend';
import { classify, summarize } from './classify.js';

const close = (value: number, expected: number): boolean => Math.abs(value - expected) < 1e-12;

test('the calibration error is the distance of confidence and accuracy in bins, by hand', (t) => {
  const predictions = [
    { confidence: 0.95, right: true },
    { confidence: 0.97, right: false },
    { confidence: 0.5, right: true },
    { confidence: 0.34, right: false },
  ];
  const { accuracy, calibrationError } = summarize(predictions);
  t.is(accuracy, 0.5);
  t.true(close(calibrationError, (Math.abs(1 - 1.92) + 0.5 + 0.34) / 4), `${calibrationError}`);
  const certain = summarize([{ confidence: 1, right: true }]);
  t.deepEqual(certain, { accuracy: 1, calibrationError: 0 });
});

test('the accuracy is that of the most probable class, on labelled examples alone', async (t) => {
  const model = tinyClassified(3);
  const whole = labelledPatterns(20);
  const labels = Array.from(whole.labels!, (label, row) => (row % 4 === 0 ? -1 : label));
  const classifier = { network: 'classifier', input: 'x', label: 'label' };
  const options = { classifier, batchSize: 8, seed: 0 };
  const summary = await classify(model, { ...options, data: { ...whole, labels } });
  t.is(summary?.examples, 15);
  const { values } = readInputs(model, whole, [...labels.keys()]).get('x')!;
  const logits = itemAt(model.networks, 0)
    .apply(tensor2d(values, [20, 4]), false)
    .arraySync() as number[][];
  const right = labels.filter((label, row) => logits[row]!.indexOf(Math.max(...logits[row]!)) === label);
  t.true(close(summary!.accuracy, right.length / 15));
  const none = { ...whole, labels: labels.map(() => -1) };
  t.is(await classify(model, { ...options, data: none }), undefined);
});
