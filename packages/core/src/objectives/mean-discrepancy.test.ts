import { type Tensor, grad, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { RandomStream, noiseSource } from '@helmholtz/distributions';
import '@helmholtz/testing/cpu-backend';
import { type KernelOptions, kernelOf, meanDiscrepancy } from './mean-discrepancy.js';

function discrepancy(a: number[][], b: number[][], kernel: KernelOptions): number {
  return meanDiscrepancy(tensor(a), tensor(b), kernelOf(kernel)).dataSync()[0]!;
}

const near = (value: number, expected: number, within = 1e-5): boolean => Math.abs(value - expected) < within;

/** Normal draws with a standard deviation, [count, size]. */
function normal(count: number, size: number, scale: number, ...keys: (string | number)[]): number[][] {
  const values = new Float32Array(count * size);
  noiseSource('standardNormal').fill(values, new RandomStream(5, ...keys));
  return Array.from({ length: count }, (_, row) =>
    Array.from(values.subarray(row * size, (row + 1) * size), (value) => scale * value),
  );
}

test('two vectors each, as computed by hand', (t) => {
  const [a, b] = [
    [[0], [1]],
    [[2], [4]],
  ];
  const rbf = (distance: number): number => Math.exp(-(distance ** 2) / (2 * 3 ** 2));
  const across = (rbf(2) + rbf(4) + rbf(1) + rbf(3)) / 4;
  t.true(near(discrepancy(a, b, { name: 'rbf', bandwidth: 3 }), rbf(1) + rbf(2) - 2 * across));
  const imq = (distance: number): number => 18 / (18 + distance ** 2) + 9 / (9 + distance ** 2);
  const ofImq = (imq(2) + imq(4) + imq(1) + imq(3)) / 4;
  const kernel = { name: 'imq', bandwidth: 3, scales: [1, 0.5] } as const;
  t.true(near(discrepancy(a, b, kernel), imq(1) + imq(2) - 2 * ofImq));
});

test('the bandwidth is the root of the number of elements by default, or the median distance', (t) => {
  const [a, b] = [normal(4, 3, 1, 'a'), normal(4, 3, 1, 'b')];
  for (const name of ['rbf', 'imq'] as const) {
    t.true(near(discrepancy(a, b, name), discrepancy(a, b, { name, bandwidth: Math.sqrt(3) })));
  }
  const all = [...a, ...b];
  const distances = all
    .flatMap((x, i) => all.slice(i + 1).map((y) => Math.hypot(...x.map((value, d) => value - y[d]!))))
    .sort((x, y) => x - y);
  const median = (distances[13]! ** 2 + distances[14]! ** 2) / 2;
  const byMedian = discrepancy(a, b, { name: 'rbf', bandwidth: 'median' });
  t.true(near(byMedian, discrepancy(a, b, { name: 'rbf', bandwidth: Math.sqrt(median) })));
});

/**
 * E k(x, y) of the rbf kernel. Normal x and y are independent, with scales s and r and a distance m
 * of their means:
 *
 *     prod over d of sqrt(h^2 / (h^2 + s^2 + r^2)) exp(-m^2 / (2 (h^2 + s^2 + r^2)))
 */
function expected(size: number, h: number, variances: readonly [number, number], distance = 0): number {
  const total = h ** 2 + variances[0] + variances[1];
  return (h ** 2 / total) ** (size / 2) * Math.exp(-(distance ** 2) / (2 * total));
}

test('its mean over samples is the closed form of two normal distributions', (t) => {
  const [size, h, scale, shift] = [2, 1.3, 0.6, 0.8];
  const estimates = Array.from({ length: 40 }, (_, trial) => {
    const codes = normal(60, size, scale, 'q', trial).map(([x = 0, y = 0]) => [x + shift, y]);
    return discrepancy(codes, normal(60, size, 1, 'p', trial), { name: 'rbf', bandwidth: h });
  });
  const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
  const spread = Math.sqrt(
    estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / estimates.length / estimates.length,
  );
  const exact =
    expected(size, h, [scale ** 2, scale ** 2]) +
    expected(size, h, [1, 1]) -
    2 * expected(size, h, [scale ** 2, 1], shift);
  t.true(Math.abs(mean - exact) < 4 * spread, `${mean} +- ${spread}, ${exact}`);
  t.true(exact > 20 * spread, 'the test can tell it from 0');
});

test('equal distributions have a discrepancy of 0 on average, of either sign', (t) => {
  const estimates = Array.from({ length: 60 }, (_, trial) =>
    discrepancy(normal(20, 2, 1, 'q', trial), normal(20, 2, 1, 'p', trial), 'imq'),
  );
  const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
  const deviation = Math.sqrt(estimates.reduce((sum, value) => sum + value ** 2, 0) / estimates.length);
  t.true(Math.abs(mean) < (4 * deviation) / Math.sqrt(60), `${mean}, ${deviation}`);
  t.true(Math.min(...estimates) < 0 && Math.max(...estimates) > 0);
});

test('the gradient by the codes agrees with finite differences, also with equal codes', (t) => {
  const draws = tensor(normal(3, 2, 1, 'p'));
  const codes = [0.5, -0.2, 0.5, -0.2, 1.4, 0.3];
  for (const kernel of ['imq', 'rbf'] as const) {
    const loss = (a: Tensor) => meanDiscrepancy(a, draws, kernelOf(kernel));
    const gradient = grad(loss)(tensor(codes, [3, 2])).dataSync();
    codes.forEach((_, index) => {
      const moved = (by: number): number =>
        loss(
          tensor(
            codes.map((value, at) => (at === index ? value + by : value)),
            [3, 2],
          ),
        ).dataSync()[0]!;
      const difference = (moved(1e-2) - moved(-1e-2)) / 2e-2;
      t.true(Math.abs(gradient[index]! - difference) < 3e-3, `${gradient[index]}, ${difference}`);
    });
  }
});
