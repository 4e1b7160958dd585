import { applyFitted, fitTable, parseTable } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { givenGrid } from './given-grid.js';

test('warns of a class that was declared, and that no training row has', async (t) => {
  const table = parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv');
  const columns = { ward: { kind: 'label', categories: ['a', 'b', 'c'] } } as const;
  const rows = applyFitted(fitTable(table, { columns }), { table }, 'csv/test');
  const { model } = assemble({
    recipe: 'cvae',
    observed: { shape: [1] },
    inputs: [{ name: 'label', shape: [3] }],
    latents: [{ name: 'z', size: 1 }],
    networks: { recognition: [], generative: [] },
    likelihood: 'normal',
  });
  const lines: string[] = [];
  const onWarning = (line: string): void => void lines.push(line);
  await givenGrid({ model, test: rows }, { label: 'b', onWarning });
  t.deepEqual(lines, []);
  await givenGrid({ model, test: rows }, { given: { ward: 'c' }, onWarning });
  t.deepEqual(lines, ['No training row has the ward "c": the model has not learned it.']);
});
