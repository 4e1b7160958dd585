import { interpolateCodes, manifoldCoordinates, readExamples } from '@helmholtz/core';
import { arrayDataset } from '@helmholtz/datasets';
import test from 'ava';

import { assemble } from '@helmholtz/recipes';
import { all, decode, images, means, model } from '../testing/squares.js';
import { tinySpec } from '../testing/tiny-spec.js';
import { figuresOfRun, interpolation, manifold, reconstructions } from './figures-of-run.js';

test('the scatter shows the posterior means with their classes', async (t) => {
  const { latent, omitted } = await figuresOfRun(model, images, 0);
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

test('the manifold decodes the grid, the first latent dimension from left to right', async (t) => {
  const { manifold: drawn } = await manifold(model, images, { side: 3 });
  const [low, middle, high] = manifoldCoordinates(3) as [number, number, number];
  t.deepEqual(drawn!.xValues, [low, middle, high]);
  t.deepEqual(drawn!.yValues, [low, middle, high]);
  const { count, rows, columns, channels, pixels } = drawn!.grid;
  t.deepEqual([count, rows, columns, channels], [9, 2, 2, 1]);
  t.deepEqual(pixels.slice(0, 12), await decode(low, low, middle, low, high, low));
  t.deepEqual(pixels.slice(24), await decode(low, high, middle, high, high, high));
});

test('the manifold goes over chosen dimensions and ranges', async (t) => {
  const axes = { horizontal: 1, vertical: 0 };
  const { manifold: drawn } = await manifold(model, images, { side: 2, axes, across: [-3, 5], up: [1, 2] });
  t.deepEqual([drawn!.xName, drawn!.yName], ['z[2]', 'z[1]']);
  t.deepEqual(
    [drawn!.xValues, drawn!.yValues],
    [
      [-3, 5],
      [1, 2],
    ],
  );
  t.deepEqual(drawn!.grid.pixels.slice(0, 8), await decode(1, -3, 1, 5));
});

test('codes without a prior are drawn over the range of those of the examples', async (t) => {
  const plain = assemble(tinySpec({ recipe: 'autoencoder', observed: { shape: [2, 2, 1] } })).model;
  const { latent, manifold: drawn } = await figuresOfRun(plain, images, 0);
  for (const [values, codes] of [
    [drawn!.xValues, latent!.x],
    [drawn!.yValues, latent!.y],
  ] as const) {
    const sorted = Float32Array.from(codes).sort();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
    t.true(Math.abs(values[0]! - at(0.05)) < 1e-6 && Math.abs(values.at(-1)! - at(0.95)) < 1e-6);
  }
});

test('reconstructions stand below their originals', async (t) => {
  const { reconstructions: drawn } = await reconstructions(model, images, 0, [7, 2], 4);
  const [first, second] = [all[7]!, all[2]!].map((index) => Array.from(readExamples(images, [index]).values));
  t.deepEqual(Array.from(drawn.original.pixels), [...first!, ...second!]);
  const code = (row: number): number[] => [means.values[2 * row]!, means.values[2 * row + 1]!];
  t.deepEqual(drawn.mean.pixels, await decode(...code(7), ...code(2)));
  t.is(drawn.draws.length, 4);
  const byClass = await reconstructions(model, images, 0);
  t.is(byClass.reconstructions.original.count, 3, 'one of each class unless told otherwise');
});

test('an interpolation runs from one original through its code to the other', async (t) => {
  const [row, ...others] = await interpolation(model, images, [[5, 10]], 3);
  t.deepEqual(others, []);
  t.is(row!.count, 5);
  const [from, to] = [5, 10].map((index) => Array.from(readExamples(images, [index]).values));
  t.deepEqual(Array.from(row!.pixels.slice(0, 4)), from);
  t.deepEqual(Array.from(row!.pixels.slice(16)), to);
  const [a, b] = [5, 10].map((index) => [means.values[2 * index]!, means.values[2 * index + 1]!]);
  t.deepEqual(row!.pixels.slice(4, 8), await decode(...a!));
  t.deepEqual(row!.pixels.slice(12, 16), await decode(...b!));
  const middle = await decode((a![0]! + b![0]!) / 2, (a![1]! + b![1]!) / 2);
  row!.pixels.slice(8, 12).forEach((value, index) => t.true(Math.abs(value - middle[index]!) < 1e-6));
});

test('a spherical interpolation decodes the arc between the codes', async (t) => {
  const [row] = await interpolation(model, images, [[5, 10]], 3, 'spherical');
  const [a, b] = [5, 10].map((index) => [means.values[2 * index]!, means.values[2 * index + 1]!]);
  const code = (values: number[]) => ({ count: 1, shape: [2], values: Float32Array.from(values) });
  const arc = interpolateCodes(code(a!), code(b!), 3, 'spherical');
  t.deepEqual(row!.pixels.slice(4, 16), await decode(...arc.values));
});

test('what a model or its data do not have is left out, with a word why', async (t) => {
  const line = assemble(tinySpec({ latents: [{ name: 'z', size: 1 }] })).model;
  const { latent, manifold: grid, omitted, ...rest } = await figuresOfRun(line, images, 0);
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
  const { omitted: ofVectors, ...shown } = await figuresOfRun(model, vectors, 0);
  t.deepEqual(Object.keys(shown), ['latent']);
  t.deepEqual(Object.keys(ofVectors!).sort(), ['interpolation', 'manifold', 'reconstructions', 'samples']);
  t.true(
    Object.values(ofVectors!).every((why) => why === 'The examples are not images: their shape is [4].'),
  );
});
