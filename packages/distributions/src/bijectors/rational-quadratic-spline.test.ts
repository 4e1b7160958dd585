import { tensor, zeros } from '@tensorflow/tfjs-core';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { rationalQuadraticSpline } from './rational-quadratic-spline.js';

const spline = () =>
  rationalQuadraticSpline({
    widths: tensor([0.5, -1, 0.2, 1]),
    heights: tensor([-0.3, 0.8, 0.1, -0.6]),
    slopes: tensor([0.7, -1.2, 2]),
    bound: 3,
  });

bijectorConforms(test, {
  name: 'rationalQuadraticSpline',
  create: spline,
  points: [
    [0, 1.1, -2.4],
    [-3.5, 0.5, 4],
  ],
  rounding: 2e-5,
});

bijectorConforms(test, {
  name: 'rationalQuadraticSpline of elements of their own',
  create: () =>
    rationalQuadraticSpline({
      widths: tensor([[0.5, -1, 0.2], [1, 0, -1]]), // prettier-ignore
      heights: tensor([[-0.3, 0.8, 0.1], [0.3, -0.4, 0]]), // prettier-ignore
      slopes: tensor([[0.7, -1.2], [2, 0.1]]), // prettier-ignore
    }),
  points: [
    [0, 1.1],
    [-4.5, 0.5],
  ],
  rounding: 2e-5,
});

test('rationalQuadraticSpline: zero parameters give the identity, as do values beyond the bound', (t) => {
  const identity = rationalQuadraticSpline({ widths: zeros([5]), heights: zeros([5]), slopes: zeros([4]) });
  const x = [-7, -5, -1.3, 0, 2.2, 4.9, 6];
  const { value, logDet } = identity.forwardWithLogDet(tensor(x));
  value.dataSync().forEach((y, index) => t.true(Math.abs(y - x[index]!) < 2e-6, `${y}`));
  logDet.dataSync().forEach((log) => t.true(Math.abs(log) < 2e-6, `${log}`));
  const beyond = [-9, 3.5, 12];
  const kept = spline().forward(tensor(beyond)).dataSync();
  // The end of the spline is the bound up to float32 rounding.
  kept.forEach((y, index) => t.true(Math.abs(y - beyond[index]!) < 5e-7, `${y}`));
});

test('rationalQuadraticSpline: it increases over a dense grid, knots among it', (t) => {
  const grid = Array.from({ length: 2001 }, (_, index) => -4 + index / 250);
  const values = spline().forward(tensor(grid)).dataSync();
  for (let index = 1; index < values.length; index++) t.true(values[index]! > values[index - 1]!);
  const back = spline().inverse!(tensor(values)).dataSync();
  grid.forEach((x, index) => t.true(Math.abs(back[index]! - x) < 1e-4, `${back[index]} for ${x}`));
});
