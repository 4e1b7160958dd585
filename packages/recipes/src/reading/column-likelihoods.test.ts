import test from 'ava';

import { likelihoodOfColumns } from './column-likelihoods.js';

const columns = [
  { name: 'income', kind: 'real', size: 1 },
  { name: 'share', kind: 'real', size: 1 },
  { name: 'visits', kind: 'count', size: 1 },
  { name: 'ward', kind: 'categorical', size: 4 },
] as const;

test('the likelihood of a column is its own, or that of its kind', (t) => {
  const declared = {
    income: { likelihood: 'logNormal' },
    share: { kind: 'real', likelihood: { name: 'beta', concentration: 'network' } },
    visits: 'count',
  } as const;
  t.deepEqual(likelihoodOfColumns(columns, declared), {
    name: 'heterogeneous',
    grouped: true,
    columns: [
      { name: 'income', likelihood: { name: 'logNormal', scale: 'learned' } },
      { name: 'share', likelihood: { name: 'beta', concentration: 'network' } },
      { name: 'visits', likelihood: 'poisson' },
      { name: 'ward', size: 4, likelihood: 'categorical' },
    ],
  });
});
