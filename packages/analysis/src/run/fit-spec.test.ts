import { parseSpec } from '@helmholtz/core';
import { arrayDataset, type Dataset } from '@helmholtz/datasets';
import { assemble, buildModel } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { declaredModel } from './declared-model.js';
import { fitSpec } from './fit-spec.js';

const declaration = {
  recipe: 'vae',
  observed: { shape: [2] },
  latents: [{ name: 'z', size: 1 }],
  networks: { recognition: [], generative: [] },
};
const spec = (changes: object) => parseSpec({ ...declaration, ...changes });

function part(name: string, data: number[][]): Dataset {
  const count = data.flat().filter((value) => Number.isNaN(value)).length;
  const missing = { count, total: 2 * data.length, columns: [], first: 'value 1 of example 0' };
  const rows = arrayDataset({ name, shape: [2], data, missing: count > 0 });
  return count > 0 ? { ...rows, missing } : rows;
}

test('a declared model has the variables of the model, and creates no values', (t) => {
  const declared = declaredModel(spec({ likelihood: 'poisson' }));
  const built = buildModel(declared.spec);
  const facts = ({ inputs, observed }: typeof declared.model) => ({
    inputs: inputs.map(({ name, shape }) => [name, shape]),
    observed: observed.map(({ name, likelihood: { family, support } }) => [name, family, support]),
  });
  t.deepEqual(facts(declared.model), facts(built));
});

test('counts with missing values are fitted together: log1p, and an indicator', (t) => {
  const data = {
    train: part('train', [
      [250, NaN],
      [3, 1],
    ]),
    test: part('test', [[1, 0]]),
  };
  const fitted = fitSpec(declaredModel(spec({ likelihood: 'poisson' })), data);
  t.deepEqual(fitted.spec.observed, { name: 'x', shape: [2], networkInput: 'log1p', missing: 'indicator' });
  t.is(fitted.data, data);
  t.is(fitted.notes.length, 2);
  t.regex(fitted.notes[0]!, /^train: 1 of 4 values are missing, 25 %/);
  t.regex(fitted.notes[1]!, /^networks read log\(1 \+ x\) of the counts/);
  t.notThrows(() => assemble(fitted.spec));
});

test('keeps options that a spec declares, and changes nothing for data without problems', (t) => {
  const data = {
    train: part('train', [
      [250, 0],
      [3, 1],
    ]),
    test: part('test', [[1, 0]]),
  };
  const own = spec({
    likelihood: 'poisson',
    observed: { shape: [2], networkInput: 'none', missing: 'neutral' },
  });
  for (const declared of [own, spec({ likelihood: 'bernoulli' })]) {
    const fitted = fitSpec(declaredModel(declared), data);
    t.deepEqual(fitted, { spec: declared, data, notes: [], warnings: [] });
  }
});

test('warns of a code of missing values in windows of series', (t) => {
  const steps = (row: number, code: number) =>
    [0, 1, 2, 3].map((at) => (at === 1 && row % 5 === 0 ? code : Math.sin(3 * row + at)));
  const warningsFor = (code: number) => {
    const data = Array.from({ length: 20 }, (_, row) => steps(row, code));
    const series = arrayDataset({ name: 'steps', shape: [2, 2], data });
    const declared = declaredModel(
      spec({
        observed: { shape: [2, 2] },
        likelihood: 'normal',
        networks: { recognition: [{ layer: 'flatten' }], generative: [] },
      }),
    );
    return fitSpec(declared, { train: series, test: series }).warnings;
  };
  t.regex(warningsFor(-999).join(), /^steps has the value -999 in 4 places, far from all others/);
  t.deepEqual(warningsFor(0.5), []);
});
