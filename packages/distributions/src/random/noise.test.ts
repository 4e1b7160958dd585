import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import {
  correlation,
  histogram,
  mean,
  standardizedMoment,
  unevenness,
  variance,
} from '@helmholtz/testing/statistics';
import { noiseSource, noiseSources, registerNoiseSource } from './noise.js';
import { RandomStream } from '@helmholtz/base';

function draw(name: string, length: number, stream = new RandomStream(0, name)): Float32Array {
  const out = new Float32Array(length).fill(NaN);
  noiseSource(name).fill(out, stream);
  return out;
}

const COUNT = 200_000;

test('standard normal noise has the moments of N(0, 1)', (t) => {
  const values = draw('standardNormal', COUNT);
  const within = (value: number, expected: number, varianceOfOne: number): void => {
    t.true(Math.abs(value - expected) < 4 * Math.sqrt(varianceOfOne / COUNT), `${value} for ${expected}`);
  };
  within(mean(values), 0, 1);
  within(variance(values), 1, 2);
  within(standardizedMoment(values, 3), 0, 6);
  within(standardizedMoment(values, 4), 3, 24);
  t.true(values.every(Number.isFinite));
});

test('standard normal noise falls into the deciles of N(0, 1) alike', (t) => {
  const deciles = [0.2533471031, 0.5244005127, 0.8416212336, 1.2815515655];
  const edges = [...deciles.map((edge) => -edge).reverse(), 0, ...deciles];
  const counts = new Array<number>(10).fill(0);
  for (const value of draw('standardNormal', COUNT)) counts[edges.filter((edge) => edge <= value).length]!++;
  t.true(Math.abs(unevenness(counts)) < 4);
});

test('the tails have as many draws as those of N(0, 1)', (t) => {
  const values = draw('standardNormal', 4_000_000);
  // P(|x| > edge); the ziggurat's layers end at 3.4426.
  const tails = { 3: 2.699796e-3, 3.4: 6.738584e-4, 3.5: 4.652582e-4, 4: 6.334248e-5, 4.5: 6.795346e-6 };
  for (const [edge, share] of Object.entries(tails)) {
    const expected = share * values.length;
    for (const side of [-1, 1]) {
      const found = values.filter((value) => side * value > Number(edge)).length;
      t.true(Math.abs(found - expected / 2) < 4 * Math.sqrt(expected / 2), `${found} beyond ${side} ${edge}`);
    }
  }
});

test('between the edges of the layers draws are as dense as N(0, 1)', (t) => {
  const fine = 200;
  const cumulative = (x: number): number => 1 / 2 + errorFunction(x / Math.SQRT2) / 2;
  const counts = new Array<number>(fine).fill(0);
  for (const value of draw('standardNormal', 1_000_000)) {
    counts[Math.min(Math.floor(cumulative(value) * fine), fine - 1)]!++;
  }
  t.true(Math.abs(unevenness(counts)) < 4);
});

/** Abramowitz and Stegun 7.1.26, to 1.5e-7. */
function errorFunction(x: number): number {
  const s = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  const polynomial = series.reduce((sum, coefficient) => (sum + coefficient) * s, 0);
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}

test('successive normals are independent', (t) => {
  const values = draw('standardNormal', COUNT);
  for (const lag of [1, 2, 3]) {
    const [first, second] = [values.slice(lag), values.slice(0, -lag)];
    const squares = [first, second].map((part) => part.map((value) => value ** 2));
    t.true(Math.abs(correlation(first, second)) < 4 / Math.sqrt(COUNT));
    t.true(Math.abs(correlation(squares[0]!, squares[1]!)) < 4 / Math.sqrt(COUNT));
  }
});

test('uniform noise is uniform on [0, 1)', (t) => {
  const values = draw('uniform', COUNT);
  t.true(Math.abs(mean(values) - 1 / 2) < 4 * Math.sqrt(1 / 12 / COUNT));
  t.true(Math.abs(unevenness(histogram(values, 100))) < 4);
});

/** The variance and the fourth standardized moment of symmetric noise about 0. */
const symmetric: Record<string, [variance: number, kurtosis: number]> = {
  standardLogistic: [Math.PI ** 2 / 3, 4.2],
  standardLaplace: [2, 6],
};

for (const [name, [spread, kurtosis]] of Object.entries(symmetric)) {
  test(`${name} noise has the moments of its distribution`, (t) => {
    const values = draw(name, COUNT);
    t.true(Math.abs(mean(values)) < 4 * Math.sqrt(spread / COUNT));
    t.true(Math.abs(variance(values) / spread - 1) < 4 * Math.sqrt((kurtosis - 1) / COUNT));
    t.true(Math.abs(standardizedMoment(values, 4) - kurtosis) < 0.3, `${standardizedMoment(values, 4)}`);
  });
}

test('standard Gumbel noise has the distribution function exp(-exp(-x))', (t) => {
  const values = draw('standardGumbel', COUNT);
  const uniform = values.map((value) => Math.exp(-Math.exp(-value)));
  t.true(Math.abs(unevenness(histogram(uniform, 100))) < 4);
  t.true(Math.abs(mean(values) - 0.5772156649) < 4 * Math.sqrt(Math.PI ** 2 / 6 / COUNT));
});

test('the largest draw of uniform noise does not round up to 1', (t) => {
  const stream = new RandomStream(0);
  stream.nextUint32 = () => 0xffff_ffff;
  t.true(draw('uniform', 1, stream)[0]! < 1);
});

test('the ends of the generator make finite noise', (t) => {
  for (const { name } of noiseSources()) {
    for (const word of [0, 0xffff_ffff]) {
      const stream = new RandomStream(0);
      stream.nextUint32 = () => word;
      t.true(draw(name, 2, stream).every(Number.isFinite), name);
    }
  }
});

test('zero noise is zero', (t) => {
  t.deepEqual(draw('zero', 5), new Float32Array(5));
});

for (const { name } of noiseSources()) {
  test(`${name}: every element is written, at any length, and the stream decides`, (t) => {
    for (const length of [0, 1, 2, 3, 17]) t.true(draw(name, length).every(Number.isFinite));
    t.deepEqual(draw(name, 9, new RandomStream(4)), draw(name, 9, new RandomStream(4)));
    t.deepEqual(draw(name, 9, new RandomStream(4)), draw(name, 10, new RandomStream(4)).subarray(0, 9));
    if (name !== 'zero')
      t.notDeepEqual(draw(name, 9, new RandomStream(4)), draw(name, 9, new RandomStream(5)));
  });
}

test('an unknown source is an error that names the nearest', (t) => {
  const error = t.throws(() => noiseSource('standartNormal'), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, 'There is no noise named "standartNormal".');
  t.regex(error.hint!, /^Did you mean "standardNormal"\?/);
});

test('a registered source is found by its name', (t) => {
  const ones = { name: 'ones', description: 'all one', fill: (out: Float32Array) => void out.fill(1) };
  registerNoiseSource(ones);
  t.is(noiseSource('ones'), ones);
  t.true(noiseSources().includes(ones));
});
