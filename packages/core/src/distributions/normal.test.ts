import { grads, scalar, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { reference } from '../testing/reference.js';
import { klDivergence } from './kl-divergence.js';
import { Normal } from './normal.js';

/** A trapezoidal rule over ten scales to either side. */
function quadrature(loc: number, scale: number) {
  const step = 20 / 2000;
  return {
    parameters: [loc, scale],
    points: Array.from({ length: 2001 }, (_, index) => ({
      value: loc + scale * (-10 + index * step),
      weight: scale * step,
    })),
  };
}

conforms(test, {
  family: 'normal',
  create: (loc, scale) => new Normal(loc, scale),
  parameters: [
    [0, 1],
    [0.5, 0.01],
    [-3.7, 2.5],
    [1000, 0.25],
    [0, 1e-15],
    [-1e10, 1e8],
  ],
  values: (loc, scale) => [0, 0.1, -0.7, 1.25, -3, 8, -30, 1000].map((distance) => loc + distance * scale),
  logProb: (value, loc, scale) =>
    -(((value - loc) / scale) ** 2) / 2 - Math.log(scale) - Math.log(2 * Math.PI) / 2,
  gradient: (value, loc, scale) => {
    const standardized = (value - loc) / scale;
    return [standardized / scale, (standardized ** 2 - 1) / scale];
  },
  mean: (loc) => loc,
  variance: (_, scale) => scale ** 2,
  measures: [quadrature(0, 1), quadrature(-2, 0.5), quadrature(10, 4)],
  inside: [0, -1e30, 1e-40],
  outside: [Infinity, -Infinity],
});

divergenceConforms(test, {
  families: ['normal', 'normal'],
  create: (loc, logVariance, priorLoc, priorScale) => [
    Normal.fromLogVariance(loc, logVariance),
    new Normal(priorLoc, priorScale),
  ],
  parameters: [
    [0, 0, 0, 1],
    [0.5, 0, 0, 1],
    [0, Math.log(4), 0, 1],
    [-1.5, -2.4, 0.7, 2.5],
    [3, -13, -1, 0.5],
    [1e-4, 0, 0, 1],
    [0, 1e-2, 0, 1],
    [0, 1e-4, 0, 1],
    [0, -1e-6, 0, 1],
    [0, -200, 0, 1],
    [2, -200, 0, 1],
    [0, 80, 0, 1],
    [-5, 80, 1, 3],
    [1e10, 0, 0, 1],
    [0, 0, 0, 1e-8],
    [0, 0, 0, 1e8],
  ],
  kl: (loc, logVariance, priorLoc, priorScale) => {
    const logRatio = logVariance - 2 * Math.log(priorScale);
    return (Math.expm1(logRatio) - logRatio + ((loc - priorLoc) / priorScale) ** 2) / 2;
  },
  gradient: (loc, logVariance, priorLoc, priorScale) => {
    const excess = Math.expm1(logVariance - 2 * Math.log(priorScale));
    const distance = (loc - priorLoc) / priorScale;
    return [
      distance / priorScale,
      excess / 2,
      -distance / priorScale,
      -(excess + distance ** 2) / priorScale,
    ];
  },
  rounding: (_, logVariance, __, priorScale) => 2 ** -24 * Math.abs(logVariance - 2 * Math.log(priorScale)),
});

test('KL(normal, normal) is the integral of q (log q - log p), by quadrature with mpmath', (t) => {
  interface Row {
    q: [number, number];
    p: [number, number];
    kl: number;
  }
  const { kl } = reference<{ normal: { kl: Row[] } }>('distributions.json').normal;
  t.is(kl.length, 12);
  for (const { q, p, kl: expected } of kl) {
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
