import { loadDataset } from '@helmholtz/datasets';
import test from 'ava';

import { tinySpec } from '../testing/tiny-run.js';
import { knownData, knownExamples } from './known-data.js';

test('the known facts of the embedded digits equal those of the loaded digits', async (t) => {
  const { train } = await loadDataset('digits');
  t.deepEqual(knownData['digits'], { shape: train.shape, examples: train.size });
});

test('held-out examples are not counted as training examples', (t) => {
  const examples = (data: object, training = {}) =>
    knownExamples(tinySpec({ data: { dataset: 'mnist', ...data }, training }));
  t.is(examples({}), 60_000);
  t.is(examples({ validation: 5000 }), 55_000);
  t.is(examples({ validation: 0.2 }), 48_000);
  t.is(examples({}, { earlyStopping: { patience: 3 } }), 54_000);
  t.is(examples({ dataset: 'npy' }), undefined);
});
