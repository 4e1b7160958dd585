import { exp, max, mean, neg, square, sub } from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { gumbelPoints } from './gumbel-points.js';

const EULER = 0.5772156649015329;

for (const size of [1, 3, 10, 40]) {
  test(`points of ${size} dimensions have the moments of Gumbel variables, and are always the same`, (t) => {
    const points = gumbelPoints(4096, size);
    t.deepEqual(points.shape, [4096, size]);
    const means = mean(points, 0).dataSync();
    const variances = mean(square(sub(points, EULER)), 0).dataSync();
    t.true(means.every((value) => Math.abs(value - EULER) < 0.005));
    t.true(variances.every((value) => Math.abs(value / (Math.PI ** 2 / 6) - 1) < 0.04));
    // Independent: the greatest of them is a Gumbel variable again, shifted by log size.
    const greatest = mean(max(points, 1)).dataSync()[0]!;
    t.true(Math.abs(greatest - Math.log(size) - EULER) < 0.03, `${greatest}`);
    // Uniform: exp(-g) is exponential, of mean 1.
    t.true(Math.abs(mean(exp(neg(points))).dataSync()[0]! - 1) < 0.005);
    t.deepEqual(points.dataSync(), gumbelPoints(4096, size).dataSync());
  });
}
