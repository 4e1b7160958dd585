import { RandomStream } from '@helmholtz/base';
import { reference } from '@helmholtz/testing/reference';
import test from 'ava';

import { fitMixture, maximized } from './fit-mixture.js';
import { type Covariance, MixtureDensity, type NormalMixture } from './normal-mixture.js';

interface Fitted extends Omit<NormalMixture, 'covariance'> {
  readonly logLikelihoods: readonly number[];
}
type Reference = Readonly<Record<Covariance, Fitted>> & {
  readonly rows: readonly number[];
  readonly first: readonly number[];
};

const known = reference<Reference>('normal-mixture.json');
const close = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9;
const allClose = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((value, at) => close(value, other[at]!));

for (const covariance of ['full', 'diagonal'] as const) {
  test(`iterations with ${covariance} covariance equal those of SciPy's densities`, (t) => {
    const rows = Float64Array.from(known.rows);
    const shares = Float64Array.from(known.first);
    const mean = [0, 1].map((axis) => average(rows.filter((_, at) => at % 2 === axis)));
    const floor = mean.map(
      (centre, axis) => 1e-6 * average(rows.filter((_, at) => at % 2 === axis).map((v) => (v - centre) ** 2)),
    );
    const fitting = { rows, size: 2, components: 2 };
    let mixture!: NormalMixture;
    const logLikelihoods = known[covariance].logLikelihoods.map(() => {
      mixture = maximized(fitting, shares, covariance, Float64Array.from(floor));
      return new MixtureDensity(mixture).responsibilities(rows, shares);
    });
    t.true(allClose(logLikelihoods, known[covariance].logLikelihoods));
    t.true(allClose(mixture.weights, known[covariance].weights));
    t.true(allClose(mixture.means.flat(), known[covariance].means.flat()));
    t.true(allClose(mixture.covariances.flat(), known[covariance].covariances.flat()));
  });
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const truth: NormalMixture = {
  covariance: 'full',
  weights: [0.3, 0.7],
  means: [
    [-4, 0],
    [4, 2],
  ],
  covariances: [
    [1, 0.5, 0.5, 1],
    [0.5, 0, 0, 2],
  ],
};

test('a mixture that is fitted to draws of a mixture recovers it', async (t) => {
  const { values } = new MixtureDensity(truth).draws(20_000, new RandomStream(3, 'draws'));
  const rows = Float64Array.from(values);
  const fitted = await fitMixture(rows, 2, 0, { components: 2 });
  const order = fitted.means[0]![0]! < 0 ? [0, 1] : [1, 0];
  order.forEach((at, component) => {
    t.true(Math.abs(fitted.weights[at]! - truth.weights[component]!) < 0.02);
    for (let axis = 0; axis < 2; axis++)
      t.true(Math.abs(fitted.means[at]![axis]! - truth.means[component]![axis]!) < 0.06);
    for (let cell = 0; cell < 4; cell++)
      t.true(Math.abs(fitted.covariances[at]![cell]! - truth.covariances[component]![cell]!) < 0.1);
  });
});

test('one component has the mean and the covariance of the vectors', async (t) => {
  const rows = Float64Array.of(0, 0, 2, 0, 0, 4, 2, 4);
  const { means, covariances } = await fitMixture(rows, 2, 0, { components: 1 });
  t.true(allClose(means[0]!, [1, 2]));
  t.true(allClose(covariances[0]!, [1 + 1e-6, 0, 0, 4 + 4e-6]));
});

test('draws with one seed are equal, and vectors without a spread are fitted, too', async (t) => {
  const rows = Float64Array.of(1, 1, 1, 1, 1, 1);
  const density = new MixtureDensity(await fitMixture(rows, 2, 0, { components: 2 }));
  const drawn = (seed: number) => density.draws(5, new RandomStream(seed, 'draws')).values;
  t.deepEqual(drawn(1), drawn(1));
  t.true(drawn(1).every((value) => Math.abs(value - 1) < 1e-4));
});

test('throws an error for more components than codes', async (t) => {
  await t.throwsAsync(fitMixture(Float64Array.of(0, 1), 1, 0, { components: 3 }), {
    message: 'A mixture of 3 components does not fit 2 codes.',
  });
});
