import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let tiny: string[];

/** Trains what a spec composes, with its report, and gives the run's folder. */
async function trainSpec(name: string, spec: object): Promise<string> {
  const [file, out] = [join(folder, `${name}.json`), join(folder, name)];
  await writeFile(file, JSON.stringify({ recipe: 'composed', training: { epochs: 1 }, ...spec }));
  const { code, stderr } = await runMain('train', file, '--out', out, '--quiet', ...tiny);
  if (code !== 0) throw new Error(stderr);
  return out;
}

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  tiny = ['--plugin', await tinyPlugin(folder), '--backend', 'cpu'];
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

serial('an image that is observed after its class is drawn as an image', async (t) => {
  const run = await trainSpec('class-first', {
    observed: { name: 'label', shape: [10], given: ['z'] },
    inputs: [{ name: 'x', shape: [16], given: ['z'] }],
    latents: [{ name: 'z', size: 2, posterior: { given: ['x'] } }],
    networks: { recognition_z: [], generative_label: [], generative_x: [] },
    data: { dataset: 'bars' },
  });
  const figures = await readdir(join(run, 'figures'));
  for (const name of ['reconstructions.png', 'samples.png', 'manifold.png']) t.true(figures.includes(name));
  const out = join(folder, 'reconstructed.svg');
  const { code, stderr } = await runMain('reconstruct', run, '--out', out, ...tiny);
  t.is(code, 0, stderr);
  t.regex(await readFile(out, 'utf8'), /^<svg /);
});

serial('where images are only conditioned on, the report says why there are no pictures of them', async (t) => {
  const run = await trainSpec('class-only', {
    observed: { name: 'label', shape: [10], given: ['z', 'x'] },
    inputs: [{ name: 'x', shape: [16] }],
    latents: [{ name: 'z', size: 2, posterior: { given: ['x', 'label'] } }],
    networks: { recognition_z: [], generative_label: [] },
    data: { dataset: 'bars' },
  });
  const why = /only conditioned on &quot;x&quot;|only conditioned on "x", the examples of bars\/test/;
  t.regex(await readFile(join(run, 'report.html'), 'utf8'), why);
  const { code, stderr } = await runMain('reconstruct', run, ...tiny);
  t.is(code, 2);
  t.regex(stderr, /^error: The model is only conditioned on "x", the examples of bars\/test, and generates none\./);
});
