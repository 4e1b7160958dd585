import { arrayDataset } from '@helmholtz/datasets';
import test from 'ava';

import { all, images, means, run, squaresRun } from '../testing/squares.js';
import { figuresOfRun } from './figures-of-run.js';

test('the scatter shows the posterior means with their classes', async (t) => {
  const { latent, omitted } = await figuresOfRun(run);
  t.is(omitted, undefined);
  t.deepEqual(
    Array.from(latent!.x),
    all.map((row) => means.values[2 * row]!),
  );
  t.deepEqual(
    Array.from(latent!.y),
    all.map((row) => means.values[2 * row + 1]!),
  );
  t.deepEqual([latent!.xName, latent!.yName, latent!.standardNormalPrior], ['z[1]', 'z[2]', true]);
  t.deepEqual(Array.from(latent!.labels!), Array.from(images.labels!));
  t.deepEqual(latent!.classNames, ['a', 'b', 'c']);
});

test("codes without a prior are drawn over the range of the examples' codes", async (t) => {
  const plain = squaresRun({ recipe: 'autoencoder', observed: { shape: [2, 2, 1] }, seed: 0 });
  const { latent, manifold: drawn } = await figuresOfRun(plain);
  for (const [values, codes] of [
    [drawn!.xValues, latent!.x],
    [drawn!.yValues, latent!.y],
  ] as const) {
    const sorted = Float32Array.from(codes).sort();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
    t.true(Math.abs(values[0]! - at(0.05)) < 1e-6 && Math.abs(values.at(-1)! - at(0.95)) < 1e-6);
  }
});

test('leaves out figures that a model or its data do not have, and reports why', async (t) => {
  const line = squaresRun({ latents: [{ name: 'z', size: 1 }], seed: 0 });
  const { latent, manifold: grid, omitted, ...rest } = await figuresOfRun(line);
  t.deepEqual([latent, grid], [undefined, undefined]);
  t.deepEqual(Object.keys(omitted!).sort(), ['latent', 'manifold']);
  t.deepEqual(Object.keys(rest).sort(), ['interpolation', 'reconstructions', 'samples']);

  const vectors = arrayDataset({
    name: 'vectors',
    shape: [4],
    data: [
      [0, 0, 1, 1],
      [1, 0, 1, 0],
    ],
  });
  const { omitted: ofVectors, ...shown } = await figuresOfRun({ ...run, train: vectors, test: vectors });
  t.deepEqual(Object.keys(shown), ['latent']);
  t.deepEqual(Object.keys(ofVectors!).sort(), ['interpolation', 'manifold', 'reconstructions', 'samples']);
  t.true(
    Object.values(ofVectors!).every((why) => why === 'The examples are not images: their shape is [4].'),
  );
});
