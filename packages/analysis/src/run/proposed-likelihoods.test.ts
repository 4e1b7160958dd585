import { parseSpec } from '@helmholtz/core';
import { applyFitted, type Dataset, fitTable, type FitTableOptions, parseTable } from '@helmholtz/datasets';
import test from 'ava';

import { likelihoodNotes, proposedColumns } from './proposed-likelihoods.js';

const rows = Array.from({ length: 60 }, (_, row) => {
  const wave = Math.sin(row * row);
  return `${1000 + row},${(0.5 + 0.4 * wave).toFixed(3)},${row % 3 === 0 ? 0 : Math.exp(3 * wave).toFixed(2)},${wave.toFixed(3)}`;
});
const table = parseTable(`id,share,cost,change\n${rows.join('\n')}\n`, 'train.csv');

function datasetOf(options: FitTableOptions = {}): Dataset {
  return applyFitted(fitTable(table, options), { table }, 'csv/train');
}

const specOf = (columns: object, share: string, cost: string) =>
  parseSpec({
    recipe: 'vae',
    observed: { shape: [3] },
    latents: [{ name: 'z', size: 1 }],
    networks: {},
    data: { dataset: 'csv', columns },
    likelihood: {
      name: 'heterogeneous',
      columns: [
        { name: 'share', likelihood: share },
        { name: 'cost', likelihood: { name: cost } },
        { name: 'change', likelihood: 'normal' },
      ],
    },
  });

test('proposes likelihoods that differ from those by kind, and identifiers', (t) => {
  t.deepEqual(proposedColumns(datasetOf()), {
    id: 'identifier',
    share: { likelihood: 'beta' },
    cost: { likelihood: 'zeroInflatedLogNormal' },
  });
});

test('one line names the likelihoods that columns have by their values, one those that they lack', (t) => {
  const train = datasetOf();
  t.deepEqual(likelihoodNotes(specOf({}, 'beta', 'normal'), train), [
    'likelihoods by the values of columns: share beta (between 0 and 1); to change one: --set data.columns.share.likelihood=normal',
    'proposed likelihoods: cost zeroInflatedLogNormal (amounts, 33 % zeros); to take all: --likelihood auto; to take one: --set data.columns.cost.likelihood=zeroInflatedLogNormal',
  ]);
  t.is(likelihoodNotes(specOf({ cost: 'real' }, 'beta', 'normal'), train).length, 1, 'a declared kind');
  t.deepEqual(likelihoodNotes({ ...specOf({}, 'beta', 'normal'), likelihood: 'normal' }, train), []);
});

test('a standardized column is looked at in its own units, so that 0 is 0', (t) => {
  const columns = { cost: { likelihood: 'zeroInflatedLogNormal' }, share: { likelihood: 'beta' } };
  t.deepEqual(proposedColumns(datasetOf({ columns })), proposedColumns(datasetOf()));
});
