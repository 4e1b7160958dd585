import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { parseMetrics } from './metrics-file.js';

const row = { epoch: 1, step: 90, seconds: 1.5, learningRate: 1e-3, train: { nelbo: 105.5, 'kl/z': 3 } };

test('lines are rows, and additions of later versions are kept', (t) => {
  const rows = [
    row,
    {
      ...row,
      epoch: 2,
      loss: 99.5,
      coefficients: { beta: 0.5 },
      validation: { nelbo: 1 },
      test: {},
      more: [1],
    },
  ];
  const text = rows.map((each) => `${JSON.stringify(each)}\n`).join('');
  t.deepEqual(parseMetrics(text, 'm') as unknown, rows);
  t.deepEqual(parseMetrics('', 'm'), []);
  t.deepEqual(parseMetrics(`${text}{"epoch":3`, 'm') as unknown, rows);
});

test('throws an error with the number of a line that is not a row', (t) => {
  const damages = {
    'is not JSON': ['', '{', '[', `${JSON.stringify(row)}x`, '{"__proto__":1}', '[['.repeat(100)],
    'does not hold the metrics of an epoch': [
      'null',
      '[]',
      JSON.stringify({ ...row, epoch: 0 }),
      JSON.stringify({ ...row, step: 0.5 }),
      JSON.stringify({ ...row, train: { nelbo: '5' } }),
      JSON.stringify({ ...row, test: null }),
      JSON.stringify({ ...row, loss: '5' }),
      JSON.stringify({ ...row, coefficients: [1] }),
    ],
  };
  for (const [what, lines] of Object.entries(damages)) {
    for (const line of lines) {
      const error = t.throws(() => parseMetrics(`${JSON.stringify(row)}\n${line}\n`, 'm.jsonl'), {
        instanceOf: HelmholtzError,
      });
      t.is(error.message, `m.jsonl, line 2 ${what}.`, line);
      t.is(error.kind, 'data');
    }
  }
});
