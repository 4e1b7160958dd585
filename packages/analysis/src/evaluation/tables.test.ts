import test from 'ava';

import { evaluationTables } from './tables.js';

test('metrics have their standard errors, and those not in nats a table of their own', (t) => {
  const metrics = { test: { nelbo: 100.5, 'kl/z': 7, accuracy: 0.75 } };
  const standardErrors = { test: { nelbo: 1.25, accuracy: 0.0123 } };
  const text = evaluationTables({
    metrics,
    standardErrors,
    set: 'test',
    omitted: {},
    seconds: 1,
    stepsPerSecond: 1,
  });
  const rows = text.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));
  t.deepEqual(rows, [
    'nats an example | test',
    'nelbo | 100.500 ± 1.250',
    'kl/z | 7.000',
    '',
    'means over examples | test',
    'accuracy | 0.750 ± 0.012',
  ]);
});
