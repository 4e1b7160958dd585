import { HelmholtzError } from '@helmholtz/base';
import { applyFitted, type Dataset, fitTable, parseTable } from '@helmholtz/datasets';
import test from 'ava';

import { checkConditions } from './check-conditions.js';

const table = parseTable('x,dose,site\n1.5,0.1,a\n2.5,0.4,b\n0.5,0.9,c\n', 'train.csv');
const columns = { dose: 'condition', site: 'condition' } as const;
const train: Dataset = applyFitted(fitTable(table, { columns }), { table }, 'csv/train');

const modelWith = (shapes: Readonly<Record<string, number>>) => ({
  inputs: Object.entries({ x: 1, ...shapes }).map(([name, size]) => ({ name, shape: [size] })),
});

test('conditions that feed inputs of their sizes pass', (t) => {
  t.notThrows(() => checkConditions(modelWith({ dose: 1, site: 3 }), train));
});

test('throws an error with the input to declare for a condition that no input takes', (t) => {
  const error = t.throws(() => checkConditions(modelWith({ dose: 1 }), train), {
    instanceOf: HelmholtzError,
    message:
      'The column "site" of train.csv is declared as a condition, but the model has no input of that name.',
  });
  t.regex(error.hint ?? '', /recipe: cvae, inputs: \[\{ name: site, shape: \[3\] \}\]/);
});

test('throws an error with the size and the categories for an input of another size', (t) => {
  const error = t.throws(() => checkConditions(modelWith({ dose: 1, site: 2 }), train), {
    instanceOf: HelmholtzError,
    message:
      'The input "site" has the shape [2], and the column "site" of train.csv has 3 categories (a, b, c).',
  });
  t.regex(error.hint ?? '', /shape: \[3\]/);
});
