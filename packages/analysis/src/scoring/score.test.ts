import '@helmholtz/testing/cpu-backend';
import { arrayDataset } from '@helmholtz/datasets';
import { assemble, defaultSpec } from '@helmholtz/recipes';
import test from 'ava';

import { evaluateRun } from '../evaluation/evaluate-run.js';
import { score } from './score.js';

const rows = [
  [0, 1, 0, 1],
  [1, 1, 0, 0],
  [0, 0, 1, 1],
];
const labelled = arrayDataset({ name: 'rows', shape: [4], data: rows, labels: [0, 1, 2] });
const partly = arrayDataset({ name: 'rows', shape: [4], data: rows, labels: [0, -1, 2] });

test('a semi-supervised model scores labelled examples, and throws an error that counts examples without a label', async (t) => {
  const assembly = assemble({ ...defaultSpec('semi-supervised-vae', [4]) });
  const run = { ...assembly, train: labelled, test: partly };
  const { outlierScore } = await score(run, { data: labelled, importanceSamples: 5 });
  t.true(outlierScore.length === 3 && outlierScore.every(Number.isFinite));
  await t.throwsAsync(score(run, { importanceSamples: 5 }), {
    message: /^rows: 1 of 3 examples have no label/,
  });
  const { importanceSampling, classification } = await evaluateRun(run, { importanceSamples: 5 });
  t.deepEqual([importanceSampling?.examples, classification?.examples], [2, 2]);
});
