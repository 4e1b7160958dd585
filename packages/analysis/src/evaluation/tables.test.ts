import test from 'ava';

import { evaluationTables } from './tables.js';

test('metrics that are not in nats have a table of their own', (t) => {
  const metrics = { test: { nelbo: 100.5, 'kl/z': 7, accuracy: 0.75 } };
  const text = evaluationTables({ metrics, set: 'test', omitted: {}, seconds: 1, stepsPerSecond: 1 });
  const rows = text.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));
  t.deepEqual(rows, [
    'nats an example | test',
    'nelbo | 100.500',
    'kl/z | 7.000',
    '',
    'means over examples | test',
    'accuracy | 0.750',
  ]);
});
