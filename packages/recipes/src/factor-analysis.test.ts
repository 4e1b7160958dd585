import type { Normal } from '@helmholtz/core';
import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { factorAnalysis } from './factor-analysis.js';
import './testing/backend.js';
import { decoded, declaredModel, departureFromLinear, numbersOf, termsAt } from './testing/declared.js';

const LENGTH = 5;
const model = declaredModel(factorAnalysis, LENGTH, { latents: [{ name: 'z', size: 2 }] });
const at = (z: readonly number[]): Normal => decoded(model, 'z', z) as Normal;

test('x is normal around a location that is linear in z', (t) => {
  t.is(at([0, 0]).family, 'normal');
  t.true(departureFromLinear((z) => numbersOf(at(z).loc)) < 1e-5);
  t.notDeepEqual(numbersOf(at([2, 0]).loc), numbersOf(at([0, 0]).loc));
});

test('each element has a noise of its own, learned, the same at any z', (t) => {
  const weight = model.weights.get('x_likelihood/log_scale')!;
  t.deepEqual(weight.shape, [LENGTH]);
  const before = numbersOf(weight.read());
  t.teardown(() => weight.write(tensor(before)));
  const logs = [0, -1, 1, 0.5, -2];
  weight.write(tensor(logs));
  for (const z of [
    [0, 0],
    [3, -1],
  ]) {
    numbersOf(at(z).scale).forEach((scale, element) =>
      t.true(Math.abs(scale / (0.01 + Math.exp(logs[element]!)) - 1) < 1e-5),
    );
  }
});

test('pixels that are always black do not take the density without end', (t) => {
  const weight = model.weights.get('x_likelihood/log_scale')!;
  const before = numbersOf(weight.read());
  t.teardown(() => weight.write(tensor(before)));
  const highest = (log: number): number[] => {
    weight.write(tensor(new Array<number>(LENGTH).fill(log)));
    const likelihood = at([0, 0]);
    return numbersOf(likelihood.logProb(likelihood.loc));
  };
  const bound = -Math.log(0.01) - Math.log(2 * Math.PI) / 2;
  for (const found of highest(-80)) t.true(Math.abs(found - bound) < 1e-4, `${found}`);
  t.true(Math.max(...highest(-3)) < bound);
});

test('the posterior has a location that is linear in x, and one covariance for all examples', (t) => {
  const x = [
    [0, 0, 0, 0, 0],
    [1, 0, 0, 0, 0],
    [0, 1, 1, 0, 0],
    [1, 1, 1, 0, 0],
  ];
  const posterior = termsAt(declaredModel(factorAnalysis, LENGTH), x).latents[0]!.posterior as Normal;
  const locs = numbersOf(posterior.loc);
  const [origin, one, other, both] = x.map((_, row) => locs.slice(8 * row, 8 * row + 8));
  both!.forEach((value, index) => {
    t.true(Math.abs(value + origin![index]! - one![index]! - other![index]!) < 1e-5);
  });
  t.is(new Set(numbersOf(posterior.variance())).size, 1, 'as it begins, one for all dimensions, too');
});
