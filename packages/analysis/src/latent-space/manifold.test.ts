import { manifoldCoordinates } from '@helmholtz/core';
import test from 'ava';

import { decode, run } from '../testing/squares.js';
import { manifold } from './manifold.js';

test('the manifold decodes the grid, the first latent dimension from left to right', async (t) => {
  const drawn = await manifold(run, { side: 3 });
  const [low, middle, high] = manifoldCoordinates(3) as [number, number, number];
  t.deepEqual(drawn.xValues, [low, middle, high]);
  t.deepEqual(drawn.yValues, [low, middle, high]);
  const { count, rows, columns, channels, pixels } = drawn.grid;
  t.deepEqual([count, rows, columns, channels], [9, 2, 2, 1]);
  t.deepEqual(pixels.slice(0, 12), await decode(low, low, middle, low, high, low));
  t.deepEqual(pixels.slice(24), await decode(low, high, middle, high, high, high));
});

test('the manifold goes over chosen dimensions and ranges', async (t) => {
  const dimensions = { horizontal: 1, vertical: 0 };
  const drawn = await manifold(run, { side: 2, dimensions, across: [-3, 5], up: [1, 2] });
  t.deepEqual([drawn.xName, drawn.yName], ['z[2]', 'z[1]']);
  t.deepEqual(
    [drawn.xValues, drawn.yValues],
    [
      [-3, 5],
      [1, 2],
    ],
  );
  t.deepEqual(drawn.grid.pixels.slice(0, 8), await decode(1, -3, 1, 5));
});
