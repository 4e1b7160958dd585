import { HelmholtzError } from '@helmholtz/base';
import { applyFitted, fitTable, parseFitted, parseTable, writeFitted } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { sample } from '../generating/sample.js';
import { score } from '../scoring/score.js';

const text = 'age,dose,site,smoker\n40.5,1,a,yes\n60.5,3,b,no\n50.5,2,c,no\n';
const table = parseTable(text, 'train.csv');
const columns = { dose: 'condition', site: 'condition', smoker: 'condition' } as const;
const fitted = fitTable(table, { columns });
const rows = applyFitted(fitted, { table }, 'csv/test');
const assembly = assemble({
  recipe: 'cvae',
  observed: { shape: [1] },
  inputs: [
    { name: 'dose', shape: [1] },
    { name: 'site', shape: [3] },
    { name: 'smoker', shape: [1] },
  ],
  latents: [{ name: 'z', size: 1 }],
  networks: { recognition: [], generative: [] },
  likelihood: 'normal',
});
const run = { ...assembly, train: rows, test: rows };

test('columns that are conditions feed the inputs of their names', (t) => {
  t.deepEqual(rows.shape, [1]);
  const valuesOf = (name: string): number[] => {
    const input = rows.others![name]!;
    const values = new Float32Array(input.size * input.shape[0]!);
    input.read([0, 1, 2], values, { next: () => 0 });
    return Array.from(values);
  };
  const step = Math.fround(Math.sqrt(1.5));
  t.deepEqual(valuesOf('dose'), [-step, step, 0]);
  t.deepEqual(valuesOf('site'), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  t.deepEqual(valuesOf('smoker'), [1, 0, 0]);
  t.deepEqual(parseFitted(writeFitted(fitted), 'fitted.json'), fitted);
});

test('given values are in the units of the table, and categories have their names', async (t) => {
  const given = { dose: 2.5, site: 'a,c', smoker: 'yes' };
  const { conditions } = await sample(run, { count: 2, given });
  t.deepEqual(
    conditions.map(({ name, texts }) => [name, ...texts]),
    [
      ['dose', '2.5', '2.5'],
      ['site', 'a', 'c'],
      ['smoker', 'yes', 'yes'],
    ],
  );
  const unknown = await t.throwsAsync(sample(run, { given: { site: 'd' } }), { instanceOf: HelmholtzError });
  t.is(unknown.message, 'There is no site "d".');
  t.regex(unknown.hint!, /Valid names: a, b, c\. Numbers from 0 to 2 mean the same, in this order\.$/);
  const own = await sample(run, { count: 3 });
  t.deepEqual(own.conditions[0]!.texts, ['1', '3', '2']);
  t.is(own.conditions[1]!.source, 'the first test examples');
});

test('scores read conditions from the rows, which must have all of them', async (t) => {
  const { outlierScore } = await score(run, { importanceSamples: 2 });
  t.true(outlierScore.every(Number.isFinite));
  const error = t.throws(
    () => applyFitted(fitted, { table: parseTable('age,dose,site,smoker\n50,,a,no\n', 'new.csv') }, 'new'),
    { instanceOf: HelmholtzError },
  );
  t.is(error.message, 'new.csv, row 1 (line 2), column "dose" is "", and a value was expected.');
  t.throws(() => applyFitted(fitted, { table: parseTable('age,dose,smoker\n50,1,no\n', 'new.csv') }, 'new'), {
    message: /^new\.csv has no column "site"/,
  });
});
