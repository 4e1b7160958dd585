import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';

import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';

const { serial } = test;

serial('summary prints a model as a table, with the options of a recipe', async (t) => {
  const { code, stdout, stderr } = await runMain('summary', 'vae', '--hidden', '7', '--latent', '3');
  t.is(code, 0, stderr);
  t.regex(stdout, /^Model "vae"\n/);
  t.regex(stdout, /z_kl +KLDivergence +kl \(z\) +2 × \(batch, 3\)/);
  // 784 * 7 + 7, twice 7 * 3 + 3, 3 * 7 + 7, 7 * 784 + 784.
  t.regex(stdout, /Parameters: 11,843, of which 11,843 trainable and 0 not/);
});

serial(
  'summary accepts several saved models of other programs, and describes them with --json',
  async (t) => {
    const file = join(await temporaryFolder(t), 'strange.json');
    const layer = { class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, 3] } };
    await writeFile(
      file,
      JSON.stringify({ class_name: 'Sequential', config: { name: 'm', layers: [layer] } }),
    );
    const { stdout } = await runMain('summary', file, file);
    t.is(stdout.split('Model "m"').length, 3);
    const { models } = JSON.parse((await runMain('summary', file, '--json')).stdout) as {
      models: { name: string; description: { nodes: { id: string }[] } }[];
    };
    t.is(models[0]!.name, 'strange');
    t.deepEqual(
      models[0]!.description.nodes.map(({ id }) => id),
      ['d_input', 'd'],
    );
  },
);
