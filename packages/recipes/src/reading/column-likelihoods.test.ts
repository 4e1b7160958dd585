import test from 'ava';

import { likelihoodOfColumns, withProposals } from './column-likelihoods.js';

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

test('a grade has as many levels as its column, and a constant column has no likelihood', (t) => {
  const columns = [
    { name: 'site', kind: 'constant', size: 0 },
    { name: 'answer', kind: 'ordinal', size: 1, levels: 5 },
    { name: 'pain', kind: 'ordinal', size: 1, levels: 11 },
  ] as const;
  t.deepEqual(likelihoodOfColumns(columns, { pain: { likelihood: 'ordinal' } }), {
    name: 'heterogeneous',
    grouped: true,
    columns: [
      { name: 'answer', likelihood: { name: 'ordinal', levels: 5 } },
      { name: 'pain', likelihood: { name: 'ordinal', levels: 11 } },
    ],
  });
});

test('proposals complete what is declared, and counts keep their exposure', (t) => {
  const proposals = {
    income: { likelihood: 'logNormal' },
    share: { likelihood: 'beta' },
    visits: { likelihood: 'negativeBinomial' },
    id: 'identifier',
  } as const;
  const declared = { income: { bounds: [0, null] }, share: 'real', years: 'exposure' } as const;
  t.deepEqual(withProposals(declared as never, proposals), {
    income: { bounds: [0, null], likelihood: 'logNormal' },
    share: 'real',
    years: 'exposure',
    visits: { likelihood: { name: 'negativeBinomial', exposure: 'years' } },
    id: 'identifier',
  });
});
