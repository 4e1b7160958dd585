import { applyFitted, fitTable, parseTable } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { impute } from './impute.js';

const train = parseTable('age,site,ward\n40.5,a,x\n60.5,a,y\n', 'train.csv');
const fitted = fitTable(train, { columns: { ward: 'label' } });
const assembly = assemble({
  recipe: 'vae',
  observed: { shape: [1], missing: 'neutral' },
  latents: [{ name: 'z', size: 1 }],
  networks: { recognition: [], generative: [] },
  likelihood: 'normal',
});

const imputed = (text: string) => {
  const rows = applyFitted(fitted, { table: parseTable(text, 'rows.csv') }, 'rows');
  return impute({ ...assembly, train: rows, test: rows }, { importanceSamples: 2 });
};

test('fills in constant columns alone, and counts labels that stay missing', async (t) => {
  const { file, filled, missingLabels } = await imputed('age,site,ward\n40.5,,x\n50.5,a,\n');
  t.is(file, 'age,site,ward\n40.5,a,x\n50.5,a,\n');
  t.deepEqual([filled, missingLabels], [1, 1]);
});

test('says that missing labels are not imputed if nothing else is missing', async (t) => {
  await t.throwsAsync(imputed('age,site,ward\n40.5,a,\n'), {
    message: 'rows has no missing values. 1 labels are missing, which are not imputed.',
  });
});
