import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { datasetNames } from '@helmholtz/base';
import test from 'ava';

import { json, newFolder } from './cli-process.js';

const plugin = fileURLToPath(new URL('../../examples/plugins/bars-dataset.js', import.meta.url));

interface Result {
  readonly train: Record<string, number>;
  readonly test: Record<string, number>;
}

test('a data set of a plugin is listed, trained on, and found again with its run', async (t) => {
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  const { datasets } = await json<{ datasets: { name: string }[] }>(
    t,
    'list',
    'datasets',
    '--plugin',
    plugin,
  );
  t.deepEqual(
    datasets.map(({ name }) => name),
    [...datasetNames, 'bars'],
  );
  const out = join(folder, 'run');
  const options = ['--dataset', 'bars', '--latent', '4', '--epochs', '10', '--no-report', '--out', out];
  const trained = await json<Result>(t, 'train', 'vae', '--plugin', plugin, ...options);
  // Images of independent pixels, white with the chance 1 - (7/8)^2, cost their entropy: what is
  // learnt is the bars.
  const white = 1 - (7 / 8) ** 2;
  const entropy = -64 * (white * Math.log(white) + (1 - white) * Math.log(1 - white));
  t.true(trained.test['nelbo']! < 0.8 * entropy, `${trained.test['nelbo']} of ${entropy}`);
  const evaluated = await json<Result>(t, 'evaluate', out, '--plugin', plugin);
  t.deepEqual(evaluated.test, trained.test);
});
