import { grads, scalar, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { familyReference } from '../testing/textbook.js';
import { klDivergence } from '../kl-divergence.js';
import { Normal } from './normal.js';

conforms(test, {
  family: 'normal',
  create: (loc, scale) => new Normal(loc, scale),
  measures: [
    [0, 1],
    [-2, 0.5],
    [10, 4],
  ].map(([loc, scale]) => ({
    parameters: [loc!, scale!],
    points: quadrature(loc! - 10 * scale!, loc! + 10 * scale!),
  })),
  pathwise: [0, 1],
  inside: [0, -1e30, 1e-40],
  outside: [Infinity, -Infinity],
  extremes: [
    { value: 1e15, parameters: [-1e15, 1e-2] },
    { value: 0, parameters: [0, 1e-15] },
    { value: 1e10, parameters: [0, 1e15] },
  ],
});

divergenceConforms(test, {
  families: ['normal', 'normal'],
  create: (loc, logVariance, priorLoc, priorScale) => [
    Normal.fromLogVariance(loc, logVariance),
    new Normal(priorLoc, priorScale),
  ],
  // The logarithm of a ratio of variances is off by its last digit.
  rounding: (_, logVariance, __, priorScale) =>
    2 ** -24 * Math.abs((logVariance as number) - 2 * Math.log(priorScale as number)),
});

test('KL(normal, normal) is the integral of q (log q - log p), by quadrature with mpmath', (t) => {
  interface Row {
    q: [number, number];
    p: [number, number];
    kl: number;
  }
  const { quadrature: rows } = familyReference<{ quadrature: Row[] }>('normal');
  t.is(rows.length, 12);
  for (const { q, p, kl: expected } of rows) {
    const computed = tidy(
      () =>
        klDivergence(
          new Normal(scalar(q[0]), scalar(q[1])),
          new Normal(scalar(p[0]), scalar(p[1])),
        ).dataSync()[0]!,
    );
    t.true(Math.abs(computed - expected) <= 1e-4 * expected, `KL(${q.join()}; ${p.join()}) is ${computed}`);
  }
});

test('against N(0, 1) its gradients are loc and (exp(logVariance) - 1) / 2', (t) => {
  const locs = [0, 0.3, -2, 40];
  const logVariances = [0.5, -3, -200, 80];
  const [byLoc, byLogVariance] = grads((loc, logVariance) =>
    sum(klDivergence(Normal.fromLogVariance(loc, logVariance), new Normal(scalar(0), scalar(1)))),
  )([tensor1d(locs), tensor1d(logVariances)]).map((gradient) => gradient.dataSync());
  locs.forEach((loc, index) => {
    t.is(byLoc![index], Math.fround(loc));
    const expected = Math.expm1(logVariances[index]!) / 2;
    t.true(Math.abs(byLogVariance![index]! - expected) <= 1e-4 * Math.abs(expected));
  });
});

test('a sample is loc + scale * noise, so its gradients are 1 and the noise', (t) => {
  const noise = tensor1d([-2, 0, 0.5]);
  const parameters = [tensor1d([1, 2, 3]), tensor1d([0.1, 1, 10])];
  t.deepEqual(
    Array.from(new Normal(parameters[0]!, parameters[1]!).sample(noise).dataSync()),
    [0.8, 2, 8].map(Math.fround),
  );
  const [byLoc, byScale] = grads((loc, scale) => sum(new Normal(loc, scale).sample(noise)))(parameters);
  t.deepEqual(Array.from(byLoc!.dataSync()), [1, 1, 1]);
  t.deepEqual(Array.from(byScale!.dataSync()), [-2, 0, 0.5]);
});

test('from log-variances it keeps the log of a scale that itself underflows', (t) => {
  const { scale, logScale } = Normal.fromLogVariance(scalar(0), scalar(-240));
  t.is(scale.dataSync()[0], 0);
  t.is(logScale.dataSync()[0], -120);
});
