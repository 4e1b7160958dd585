import { loadDataset } from '@helmholtz/datasets';
import test from 'ava';

import { tinySpec } from '../testing/tiny-run.js';
import { knownData, knownExamples } from './known-data.js';

test('what is known of the embedded digits is what loading them gives', async (t) => {
  const { train } = await loadDataset('digits');
  t.deepEqual(knownData['digits'], { shape: train.shape, examples: train.size });
});

test('what is held out is not trained on', (t) => {
  const examples = (data: object, training = {}) =>
    knownExamples(tinySpec({ data: { dataset: 'mnist', ...data }, training }));
  t.is(examples({}), 60_000);
  t.is(examples({ validation: 5000 }), 55_000);
  t.is(examples({ validation: 0.2 }), 48_000);
  t.is(examples({}, { earlyStopping: { patience: 3 } }), 54_000);
  t.is(examples({ dataset: 'npy' }), undefined);
});
