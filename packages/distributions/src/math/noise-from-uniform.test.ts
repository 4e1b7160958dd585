import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import '@helmholtz/testing/cpu-backend';
import { noiseFromUniform } from './noise-from-uniform.js';

/** Distribution functions, by the name of the noise. */
const distributionFunctions: Record<string, (x: number) => number> = {
  uniform: (x) => x,
  standardLogistic: (x) => 1 / (1 + Math.exp(-x)),
  standardGumbel: (x) => Math.exp(-Math.exp(-x)),
  standardLaplace: (x) => (x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2),
};

const shares = [1e-6, 0.01, 0.3, 0.5, 0.8, 0.999];

for (const [source, share] of Object.entries(distributionFunctions)) {
  test(`${source}: the distribution function at a draw is the uniform draw`, (t) => {
    const draws = noiseFromUniform(source, tensor(shares)).dataSync();
    shares.forEach((p, index) => t.true(Math.abs(share(draws[index]!) / p - 1) < 1e-4, `${p}`));
  });
}

test('standardNormal: quantiles as tables have them', (t) => {
  const draws = noiseFromUniform('standardNormal', tensor([0.5, 0.975, 0.001])).dataSync();
  [0, 1.959964, -3.090232].forEach((z, index) => t.true(Math.abs(draws[index]! - z) < 1e-5));
});

test('the ends of uniform noise give finite draws', (t) => {
  for (const source of [...Object.keys(distributionFunctions), 'standardNormal']) {
    const draws = noiseFromUniform(source, tensor([0, 1 - 2 ** -24])).dataSync();
    t.true(draws.every(Number.isFinite) && draws[0]! < draws[1]!, source);
  }
});

test('an unknown noise source is an error', (t) => {
  const error = t.throws(() => noiseFromUniform('zero', tensor([0.5])), { instanceOf: HelmholtzError });
  t.is(error.message, 'The noise "zero" cannot be computed from uniform noise.');
});
