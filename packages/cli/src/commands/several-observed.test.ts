import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeNpy, readNpy } from '@helmholtz/datasets';
import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let tiny: string[];

/** Trains a composed spec with its report and returns the run folder. */
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

serial('an image variable that is declared after the class is drawn as an image', async (t) => {
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

/** The name and the size of a class, and of anything else that is observed beside the images. */
const beside = (others: object[]) => ({
  observed: { name: 'x', shape: [16], given: ['z'] },
  inputs: others,
  latents: [{ name: 'z', size: 2, posterior: { given: ['x'] } }],
  networks: { recognition_z: [], generative_x: [], generative_label: [] },
  data: { dataset: 'bars' },
});

serial('the class that is generated stands above each image that is drawn', async (t) => {
  const run = await trainSpec('class-beside', beside([{ name: 'label', shape: [10], given: ['z'] }]));
  const out = join(folder, 'drawn.svg');
  const outcome = await runMain('sample', run, '--count', '6', '--out', out, ...tiny);
  t.is(outcome.code, 0, outcome.stderr);
  const texts = [...(await readFile(out, 'utf8')).matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(
    ([, text]) => text,
  );
  t.is(texts.length, 6);
  t.true(
    texts.every((text) => /^\d$/.test(text!)),
    texts.join(),
  );

  const array = join(folder, 'drawn.npy');
  const written = await runMain('sample', run, '--count', '6', '--out', array, '--json', ...tiny);
  t.is(written.code, 0, written.stderr);
  const labels = join(folder, 'drawn-label.npy');
  t.deepEqual((JSON.parse(written.stdout) as { beside: string[] }).beside, [labels]);
  const [images, classes] = [await readNpy(array), await readNpy(labels)];
  t.deepEqual(
    [images.shape, classes.shape],
    [
      [6, 4, 4, 1],
      [6, 10],
    ],
  );
  const classOf = (row: number) => {
    const probs = Array.from(classes.data.slice(10 * row, 10 * row + 10));
    return `${probs.indexOf(Math.max(...probs))}`;
  };
  t.deepEqual(texts, [0, 1, 2, 3, 4, 5].map(classOf));

  const chosen = await runMain('sample', run, '--label', '3', ...tiny);
  t.is(chosen.code, 2);
  t.regex(chosen.stderr, /^error: The label 3 was chosen for a model that generates the label itself\./);
  t.regex(chosen.stderr, /hint: Leave it out: each draw comes with a label of its own\./);
});

serial('vectors are sampled and reconstructed as .npy', async (t) => {
  const out = join(folder, 'vectors');
  const argv = ['--dataset', 'vectors', '--epochs', '1', '--hidden', '4', '--no-report', '--quiet'];
  await runMain('train', 'vae', ...argv, '--out', out, ...tiny);
  const outcome = await runMain('sample', out, '--count', '3', ...tiny);
  t.is(outcome.stdout, `wrote ${join(out, 'sample.npy')}\n`);
  const drawn = await readNpy(join(out, 'sample.npy'));
  t.deepEqual([drawn.shape, drawn.data.length], [[3, 5], 15]);
  t.true(
    drawn.data.every((value) => value === 0 || value === 1),
    'draws from the likelihood',
  );
  await runMain('sample', out, '--count', '3', '--pixels', 'means', ...tiny);
  const means = await readNpy(join(out, 'sample.npy'));
  t.true(means.data.every((value) => value > 0 && value < 1));

  const indices = ['--indices', '4,7', '--draws', '1'];
  const { code, stderr } = await runMain('reconstruct', out, ...indices, ...tiny);
  t.is(code, 0, stderr);
  const reconstruction = await readNpy(join(out, 'reconstruct.npy'));
  t.deepEqual(reconstruction.shape, [3, 2, 5]);
  t.deepEqual(
    Array.from(reconstruction.data.slice(0, 10)),
    [0, 0, 1, 0, 0, 1, 1, 1, 0, 0],
    'first as they are: the bits of 4 and 7',
  );

  for (const [argv, message] of [
    [
      ['sample', out, '--out', 'a.png'],
      /^error: The run is on arrays that are not images, which can't be written to .*a\.png\.\n {2}hint: Its name must end in \.npy\./,
    ],
    [['manifold', out], /^error: vectors\/test has examples of shape \[5\], which are not images\./],
    [
      ['reconstruct', out, '--images', 'a.png'],
      /^error: --images was given, but the model was trained on arrays that are not images\./,
    ],
  ] as const) {
    const refused = await runMain(...argv, ...tiny);
    t.is(refused.code, 2);
    t.regex(refused.stderr, message);
  }
});

serial('arrays named after inputs feed a composed model', async (t) => {
  const arrays = join(folder, 'arrays');
  await mkdir(arrays);
  const write = (name: string, shape: number[], value: (example: number) => number) => {
    const [count, size = 1] = shape as [number, number?];
    const data = Float32Array.from({ length: count * size }, (_, at) => value(Math.floor(at / size)));
    return writeFile(join(arrays, `${name}.npy`), encodeNpy({ shape, data }));
  };
  for (const [part, count] of [
    ['train', 60],
    ['test', 20],
  ] as const) {
    await write(part, [count, 3], (example) => (example % 2 ? 1 : -1));
    await write(`${part}-depth`, [count], (example) => (example % 2 ? 4 : 2));
  }
  const run = await trainSpec('two-arrays', {
    observed: { name: 'x', shape: [3], given: ['z'] },
    inputs: [{ name: 'depth', shape: [1], given: ['z'] }],
    latents: [{ name: 'z', size: 2, posterior: { given: ['x', 'depth'] } }],
    networks: { recognition_z: [], generative_x: [], generative_depth: [] },
    likelihood: 'normal',
    data: { dataset: 'npy', dataDir: 'arrays', validation: 0.1 },
    training: { epochs: 100, batchSize: 20 },
    optimizer: { name: 'adam', learningRate: 0.1 },
  });
  const { code, stdout, stderr } = await runMain('sample', run, '--count', '200', ...tiny);
  t.is(code, 0, stderr);
  t.is(stdout, `wrote ${join(run, 'sample.npy')}\nwrote ${join(run, 'sample-depth.npy')}\n`);
  const depth = await readNpy(join(run, 'sample-depth.npy'));
  t.deepEqual(depth.shape, [200, 1]);
  const mean = Array.from(depth.data).reduce((sum, value) => sum + value / 200, 0);
  t.true(Math.abs(mean - 3) < 0.5, `${mean}`);
});

serial(
  'where images are only conditioned on, the report says why there are no pictures of them',
  async (t) => {
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
    t.regex(
      stderr,
      /^error: The model is only conditioned on "x", the examples of bars\/test, and generates none\./,
    );
  },
);
