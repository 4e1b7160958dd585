import { RandomStream } from '@helmholtz/base';
import test from 'ava';

import { parseTable } from '../csv/table.js';
import { lookAtTable } from './look-at-table.js';
import { proposeLikelihood } from './propose-likelihood.js';

const ROWS = 2000;
const random = new RandomStream(0, 'columns');
const uniform = (): number => random.next();
/** Box and Muller. */
const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

/** Knuth's draw of a Poisson count. */
function poisson(rate: number): number {
  let [count, product] = [0, uniform()];
  while (product > Math.exp(-rate)) {
    product *= uniform();
    count++;
  }
  return count;
}

/** A mixture of Poisson counts over a gamma distribution of shape 1. */
const negativeBinomial = (mean: number): number => poisson(-mean * Math.log(1 - uniform()));

const columns: Record<string, { cell: (row: number) => string | number; likelihood: string }> = {
  measurements: { cell: () => (170 + 9 * normal()).toFixed(1), likelihood: 'normal' },
  'numbers of both signs': { cell: () => normal().toFixed(3), likelihood: 'normal' },
  amounts: { cell: () => Math.exp(7 + normal()).toFixed(2), likelihood: 'logNormal' },
  'amounts in whole units': { cell: () => Math.round(Math.exp(9 + normal())), likelihood: 'logNormal' },
  'amounts with zeros': {
    cell: () => (uniform() < 0.3 ? 0 : Math.exp(4 + normal()).toFixed(2)),
    likelihood: 'zeroInflatedLogNormal',
  },
  shares: { cell: () => (0.01 + 0.98 * uniform()).toFixed(3), likelihood: 'beta' },
  'shares with a few ones': {
    cell: (row) => (row % 100 === 0 ? 1 : uniform().toFixed(3)),
    likelihood: 'beta',
  },
  counts: { cell: () => poisson(3), likelihood: 'poisson' },
  'rare counts': { cell: () => poisson(0.3), likelihood: 'poisson' },
  'counts that vary more': { cell: () => negativeBinomial(8), likelihood: 'negativeBinomial' },
  'counts with extra zeros': {
    cell: () => (uniform() < 0.4 ? 0 : poisson(5)),
    likelihood: 'zeroInflatedPoisson',
  },
  'counts that vary more, with extra zeros': {
    cell: () => (uniform() < 0.6 ? 0 : 5 + negativeBinomial(30)),
    likelihood: 'zeroInflatedNegativeBinomial',
  },
  'grades from 1 to 5': {
    cell: () => Math.min(5, Math.max(1, Math.round(3 + normal()))),
    likelihood: 'ordinal',
  },
  'grades from 0 to 10': { cell: () => Math.floor(11 * uniform()), likelihood: 'ordinal' },
  years: { cell: () => 1990 + Math.floor(30 * uniform()), likelihood: 'normal' },
  answers: { cell: () => (uniform() < 0.3 ? 'yes' : 'no'), likelihood: 'bernoulli' },
  texts: { cell: () => ['a', 'b', 'c'][Math.floor(3 * uniform())]!, likelihood: 'categorical' },
  dates: { cell: (row) => `2024-01-${String((row % 28) + 1).padStart(2, '0')}`, likelihood: 'normal' },
  'names of rows': { cell: (row) => `p${row}`, likelihood: 'identifier' },
  'numbers of rows': { cell: (row) => 1000 + row, likelihood: 'identifier' },
  outliers: {
    cell: (row) => (row % 400 === 0 ? 1000 * normal() : normal()).toFixed(3),
    likelihood: 'studentT',
  },
};

for (const [what, { cell, likelihood }] of Object.entries(columns)) {
  test(`proposes ${likelihood} for ${what}`, (t) => {
    const cells = Array.from({ length: ROWS }, (_, row) => cell(row));
    const look = lookAtTable(parseTable(`x\n${cells.join('\n')}\n`, 'rows.csv'));
    const proposed = proposeLikelihood(look.columns[0]!, look.looked);
    t.is(proposed?.likelihood, likelihood, proposed?.reason);
  });
}

test('proposes to squeeze shares only if some are exactly 0 or 1', (t) => {
  const standardizeOf = (last: string): unknown => {
    const look = lookAtTable(parseTable(`x\n0.11\n0.32\n0.53\n0.74\n0.25\n${last}\n`, 'rows.csv'));
    return proposeLikelihood(look.columns[0]!, look.looked)?.standardize;
  };
  t.is(standardizeOf('1.000'), 'squeeze');
  t.is(standardizeOf('0.999'), undefined);
});

test('proposes nothing for an empty or a constant column', (t) => {
  const { columns: looks, looked } = lookAtTable(parseTable('a,b\n,5\n,5\n', 'rows.csv'));
  t.deepEqual(
    looks.map((look) => proposeLikelihood(look, looked)),
    [undefined, undefined],
  );
});
