import { arrayDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { sample, samplePieces } from './sample.js';

const part = (name: string) =>
  arrayDataset({
    name,
    shape: [2],
    data: [
      [0, 1],
      [1, 1],
      [1, 0],
    ],
    labels: [0, 1, 2],
  });
const assembly = assemble({
  recipe: 'cvae',
  observed: { shape: [2] },
  inputs: [{ name: 'label', shape: [3] }],
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
});
const run = { ...assembly, train: part('train'), test: part('test') };

test('pieces of any size are the examples and conditions that are drawn at once', async (t) => {
  const all = await sample(run, { count: 1100, seed: 3 });
  for (const size of [250, 500, 5000]) {
    const values: number[] = [];
    const labels: number[] = [];
    const begins: number[] = [];
    for await (const { begin, total, examples, conditions } of samplePieces(
      run,
      { count: 1100, seed: 3 },
      size,
    )) {
      t.is(total, 1100);
      begins.push(begin);
      values.push(...examples.values);
      labels.push(...conditions[0]!.values.values);
    }
    t.deepEqual(
      begins,
      begins.map((_, index) => index * size),
    );
    t.deepEqual(values, Array.from(all.examples.values));
    t.deepEqual(labels, Array.from(all.conditions[0]!.values.values));
  }
});

test('throws an error for pieces that do not end where batches do', async (t) => {
  const pieces = samplePieces(run, { count: 600 }, 300);
  await pieces.next();
  await t.throwsAsync(pieces.next(), { message: 'Draws from 300 on were asked for.' });
});
