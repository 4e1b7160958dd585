import { arrayDataset } from '@helmholtz/datasets';
import test from 'ava';

import { independentNll } from './independent-columns.js';
import { minimize } from './minimize.js';

test('the simplex method finds the minimum of a quadratic function', (t) => {
  const [x = 0, y = 0] = minimize(([a = 0, b = 0]) => (a - 1) ** 2 + 4 * (b + 2 + a) ** 2, [0, 0]);
  t.true(Math.abs(x - 1) < 1e-4 && Math.abs(y + 3) < 1e-4, `${x} ${y}`);
});

const counts = [0, 0, 0, 2, 1, 3, 9, 0, 4, 1];
const table = arrayDataset({ name: 'counts', shape: [1], data: counts.map((count) => [count]) });
const nll = (likelihood: Parameters<typeof independentNll>[0]): number =>
  independentNll(likelihood, table, table);

test('a normal column has the entropy of its variance', (t) => {
  const mean = 2;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  t.true(Math.abs(nll('normal') - Math.log(2 * Math.PI * Math.E * variance) / 2) < 1e-9);
});

test('counts fit better to a richer family', (t) => {
  t.true(nll('negativeBinomial') < nll('poisson') - 0.1);
  t.true(nll('zeroInflatedNegativeBinomial') < nll('negativeBinomial') + 1e-6);
});

test('a negative binomial column has the maximum likelihood of a fine grid', (t) => {
  const logFactorial = (count: number): number => (count < 2 ? 0 : Math.log(count) + logFactorial(count - 1));
  const rising = (shape: number, count: number): number =>
    count === 0 ? 0 : Math.log(shape + count - 1) + rising(shape, count - 1);
  const [mean, grid] = [2, Array.from({ length: 2000 }, (_, step) => 0.05 + step * 0.001)];
  const best = Math.min(
    ...grid.map((shape) =>
      counts.reduce((sum, x) => {
        const logProbability =
          rising(shape, x) -
          logFactorial(x) -
          shape * Math.log1p(mean / shape) -
          x * Math.log1p(shape / mean);
        return sum - logProbability / counts.length;
      }, 0),
    ),
  );
  t.true(Math.abs(nll('negativeBinomial') - best) < 1e-5, `${nll('negativeBinomial')} ${best}`);
});
