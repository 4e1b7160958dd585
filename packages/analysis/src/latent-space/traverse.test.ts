import { HelmholtzError } from '@helmholtz/base';
import { decodedMeans, latentStatistics, posteriorMeans, readInputs } from '@helmholtz/core';
import test from 'ava';

import { decode, images, means, run, squaresRun } from '../testing/squares.js';
import { traverse } from './traverse.js';

const options = { sort: 'index', most: 10, steps: 3, range: 2 } as const;
const row = 4;

test('rows move one dimension by standard deviations of the prior around its mean', async (t) => {
  const { grid, offsets, rows } = await traverse(run, options);
  t.deepEqual(offsets, [-2, 0, 2]);
  t.deepEqual(
    rows.map(({ name }) => name),
    ['z[1]', 'z[2]'],
  );
  t.deepEqual(grid.pixels, await decode(-2, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 2));
});

test('around an example, the middle column is decoded from the mean of its posterior', async (t) => {
  const { grid } = await traverse(run, { ...options, index: 7 });
  const [a, b] = [means.values[14]!, means.values[15]!];
  const middle = await decode(a, b);
  t.deepEqual(grid.pixels.slice(row, 2 * row), middle);
  t.deepEqual(grid.pixels.slice(4 * row, 5 * row), middle);
  t.deepEqual(grid.pixels.slice(3 * row, 4 * row), await decode(a, b - 2));
});

test('sorts dimensions by their KL divergence and shows it', async (t) => {
  const [statistics] = await latentStatistics(run.model, { data: images, batchSize: 250, seed: 0 });
  const kl = statistics!.klPerDimension!;
  const first = kl[0]! > kl[1]! ? 0 : 1;
  const { rows } = await traverse(run, { ...options, sort: 'kl', most: 1 });
  t.deepEqual(rows, [{ name: `z[${first + 1}]`, note: `${kl[first]!.toFixed(2)} nats` }]);
});

test('a latent below another moves around the mean of its prior, one above takes it along', async (t) => {
  const latents = [
    { name: 'lower', size: 2 },
    { name: 'upper', size: 1 },
  ];
  const names = ['recognition_lower', 'recognition_upper', 'generative_lower', 'generative_x'];
  const networks = Object.fromEntries(names.map((name) => [name, []]));
  const deep = squaresRun({ recipe: 'dlgm', latents, networks, seed: 2 });
  const [top, bottom] = deep.model.ancestralOrder;
  const above = await traverse(deep, options);
  t.deepEqual(
    above.rows.map(({ name }) => name),
    [`${top!.name}[1]`],
  );
  const below = await traverse(deep, { ...options, variable: bottom!.name });
  t.is(below.rows.length, bottom!.shape[0]!);
  t.deepEqual(below.grid.pixels.slice(row, 2 * row), above.grid.pixels.slice(row, 2 * row));
  t.notDeepEqual(above.grid.pixels.slice(0, row), above.grid.pixels.slice(row, 2 * row));
});

test('a plain autoencoder moves by the spread of its codes', async (t) => {
  const plain = squaresRun({ recipe: 'autoencoder' });
  const { rows, scaleName } = await traverse(plain, options);
  t.deepEqual(rows[0], { name: 'z[1]', note: undefined });
  t.is(scaleName, 'standard deviations of the codes');
});

test('throws an error that names the unknown latent', async (t) => {
  const error = await t.throwsAsync(traverse(run, { ...options, variable: 'y' }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The model has no latent "y".');
});

test('under another label the code of an example stays its own', async (t) => {
  const networks = { recognition: [], generative: [] };
  const conditional = squaresRun({ recipe: 'cvae', inputs: [{ name: 'label', shape: [3] }], networks });
  const { grid } = await traverse(conditional, { ...options, index: 7, label: 2 });
  // Example 7 is of the class 1.
  const codes = await posteriorMeans(conditional.model, readInputs(conditional.model, images, [7]));
  const label = { count: 1, shape: [3], values: Float32Array.of(0, 0, 1) };
  const expected = await decodedMeans(conditional.model, codes, new Map([['label', label]]));
  t.deepEqual(grid.pixels.slice(row, 2 * row), expected.get('x')!.values);
});
