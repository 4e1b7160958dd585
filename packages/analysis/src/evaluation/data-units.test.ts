import { applyFitted, arrayDataset, fitTable, parseTable, standardized } from '@helmholtz/datasets';
import { parseSpec } from '@helmholtz/core';
import { buildModel } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';

import { inDataUnits, logScales } from './data-units.js';

const modelOf = (size: number) =>
  buildModel(
    parseSpec({
      recipe: 'vae',
      observed: { shape: [size] },
      likelihood: 'normal',
      latents: [{ name: 'z', size: 1 }],
      networks: { recognition: [], generative: [] },
    }),
  );

/** log of the normal density. */
const logNormal = (value: number, mean: number, deviation: number): number =>
  -0.5 * ((value - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);

test('the density in units of the data is the closed form, of observed values alone', (t) => {
  const train = parseTable('age,height,ward\n40.5,1.5,a\n60.5,1.9,b\n', 'train.csv');
  const rows = parseTable('age,height,ward\n45.5,1.8,a\n,1.8,b\n', 'new.csv');
  const data = applyFitted(fitTable(train), { table: rows }, 'new');
  const scales = logScales(modelOf(4), data)!;
  const values = new Float32Array(4);
  const ofRow = (row: number): number => {
    data.read([row], values, { next: () => 0 });
    return values
      .slice(0, 2)
      .reduce((sum, value) => (Number.isNaN(value) ? sum : sum + logNormal(value, 0, 1)), 0);
  };
  // Means of 50.5 and 1.7, deviations of 10 and 0.2.
  const height = logNormal(1.8, 1.7, 0.2);
  t.true(Math.abs(ofRow(0) - scales[0]! - (logNormal(45.5, 50.5, 10) + height)) < 1e-5);
  t.true(Math.abs(ofRow(1) - scales[1]! - height) < 1e-5, 'the age is missing');
});

test('an amount of 0 has a probability, which no unit changes', (t) => {
  const columns = { cost: { likelihood: 'zeroInflatedLogNormal' }, age: 'real' } as const;
  const table = parseTable('cost,age\n0,40.5\n300,60.5\n', 'train.csv');
  const data = applyFitted(fitTable(table, { columns }), { table }, 'train');
  const likelihood = {
    name: 'heterogeneous',
    columns: [
      { name: 'cost', likelihood: 'zeroInflatedLogNormal' },
      { name: 'age', likelihood: 'normal' },
    ],
  };
  const networks = { recognition: [], generative: [] };
  const observed = { shape: [2] };
  const latents = [{ name: 'z', size: 1 }];
  const model = buildModel(parseSpec({ recipe: 'vae', observed, likelihood, latents, networks }));
  // The cost is divided by its mean of 150, and the deviation of the age is 10.
  const expected = [Math.log(10), Math.log(150) + Math.log(10)];
  logScales(model, data)!.forEach((value, row) => t.true(Math.abs(value - expected[row]!) < 1e-6));
});

test('arrays have one scale for all elements or one for each', (t) => {
  const part = () =>
    arrayDataset({
      name: 'rows',
      shape: [2],
      data: [
        [1, 10],
        [3, 30],
      ],
    });
  const { test: rows } = standardized({ train: part(), test: part() }, 'standard');
  const model = modelOf(2);
  const { logScale, nelbo, nll } = inDataUnits(model, rows, { nelbo: 3, nll: 2 })!;
  t.true(Math.abs(logScale - Math.log(1 * 10)) < 1e-6);
  t.deepEqual([nelbo, nll], [3 + logScale, 2 + logScale]);
  t.is(inDataUnits(model, part(), { nelbo: 3, nll: 2 }), undefined, 'nothing is standardized');
});
