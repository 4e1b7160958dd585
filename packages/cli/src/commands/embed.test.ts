import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readNpy } from '@helmholtz/datasets';
import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let tiny: string[];

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-embed-'));
  tiny = ['--plugin', await tinyPlugin(folder), '--backend', 'cpu'];
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

/** Trains a model, embeds examples with it and returns the files. */
async function embedded(recipe: string, dataset: string, latent: string, ...argv: string[]) {
  const [run, out] = [join(folder, recipe + dataset + latent), join(folder, 'out', recipe, dataset, latent)];
  const small = recipe === 'dlgm' ? [] : ['--hidden', '4'];
  const options = ['--dataset', dataset, '--latent', latent, '--epochs', '1', '--no-report', '--quiet'];
  const trained = await runMain('train', recipe, '--out', run, ...small, ...options, ...tiny);
  if (trained.code !== 0) throw new Error(trained.stderr);
  const { code, stdout, stderr } = await runMain('embed', run, '--out', out, '--json', ...argv, ...tiny);
  if (code !== 0) throw new Error(stderr);
  const { files } = JSON.parse(stdout) as { files: string[] };
  const lines = (await readFile(join(out, 'codes.csv'), 'utf8')).trimEnd().split('\n');
  const [header, ...rows] = lines.map((line) => line.split(','));
  return { out, files, stderr, header: header!, rows };
}

serial('codes.csv has the same numbers as the arrays', async (t) => {
  const { out, files, header, rows } = await embedded('vae', 'bars', '3');
  t.deepEqual(files, ['codes.csv', 'z.npy', 'labels.npy', 'scatter.svg', 'scatter.png']);
  t.deepEqual(header, ['index', 'label', 'z[1]', 'z[2]', 'z[3]']);
  t.is(rows.length, 20);
  const codes = await readNpy(join(out, 'z.npy'));
  t.deepEqual(codes.shape, [20, 3]);
  t.deepEqual(Float32Array.from(rows.flatMap((cells) => cells.slice(2).map(Number))), codes.data);
  t.true(new Set(codes.data).size > 20, 'they differ');
  const labels = await readNpy(join(out, 'labels.npy'));
  t.deepEqual(
    Uint8Array.from(rows, ([, label]) => Number(label)),
    labels.data,
  );
  t.deepEqual(
    rows.map(([index]) => Number(index)),
    Array.from({ length: 20 }, (_, index) => index),
  );
  t.regex(await readFile(join(out, 'scatter.svg'), 'utf8'), /^<svg /);
});

serial('embed writes every latent of a hierarchy, also for the training set', async (t) => {
  const { files, header, rows } = await embedded('dlgm', 'bars', '3,2', '--set', 'train');
  t.is(rows.length, 64);
  t.is(header.length, 2 + 5);
  t.is(files.filter((name) => name.endsWith('.npy')).length, 3);
});

serial('embed works without images and classes, and with a latent of one dimension', async (t) => {
  const { files, header, stderr } = await embedded('autoencoder', 'vectors', '1');
  t.deepEqual(files, ['codes.csv', 'z.npy']);
  t.deepEqual(header, ['index', 'z[1]']);
  t.regex(stderr, /^no scatter: A scatter takes a latent of two dimensions or more\.$/m);
});
