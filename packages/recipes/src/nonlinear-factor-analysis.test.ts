import type { Normal } from '@helmholtz/distributions';
import test from 'ava';

import { nonlinearFactorAnalysis } from './nonlinear-factor-analysis.js';
import '@helmholtz/testing/cpu-backend';
import { decoded, declaredModel, departureFromLinear, numbersOf } from './testing/declared.js';

const latents = [{ name: 'z', size: 2 }];
const model = declaredModel(nonlinearFactorAnalysis, 5, { latents, hidden: [6] });
const at = (z: readonly number[]): Normal => decoded(model, 'z', z) as Normal;

test('x is normal around a location that is not linear in z', (t) => {
  t.is(at([0, 0]).family, 'normal');
  t.true(departureFromLinear((z) => numbersOf(at(z).loc)) > 0.01);
});

test('each element has a noise of its own, learned, the same at any z, and never 0', (t) => {
  t.deepEqual(model.weights.get('x_likelihood/log_scale')!.shape, [5]);
  t.deepEqual(numbersOf(at([0, 0]).scale), numbersOf(at([2, -1]).scale));
  t.like(model.spec!.likelihood, { scale: 'learnedPerElement', minimumScale: 0.01 });
});
