import test from 'ava';

import { HelmholtzError } from '../errors.js';
import {
  correlation,
  histogram,
  mean,
  standardizedMoment,
  unevenness,
  variance,
} from '../testing/statistics.js';
import { noiseSource, noiseSources, registerNoiseSource } from './noise.js';
import { RandomStream } from './stream.js';

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

test('the two normals made of two uniforms are independent', (t) => {
  const values = draw('standardNormal', COUNT);
  const even = values.filter((_, index) => index % 2 === 0);
  const odd = values.filter((_, index) => index % 2 === 1);
  t.true(Math.abs(correlation(even, odd)) < 4 / Math.sqrt(COUNT / 2));
  const squares = [even, odd].map((half) => half.map((value) => value ** 2));
  t.true(Math.abs(correlation(squares[0]!, squares[1]!)) < 4 / Math.sqrt(COUNT / 2));
});

test('uniform noise is uniform on [0, 1)', (t) => {
  const values = draw('uniform', COUNT);
  t.true(Math.abs(mean(values) - 1 / 2) < 4 * Math.sqrt(1 / 12 / COUNT));
  t.true(Math.abs(unevenness(histogram(values, 100))) < 4);
});

test('the largest draw of uniform noise does not round up to 1', (t) => {
  const stream = new RandomStream(0);
  stream.nextUint32 = () => 0xffff_ffff;
  t.true(draw('uniform', 1, stream)[0]! < 1);
});

test('the ends of the generator make finite normals', (t) => {
  for (const word of [0, 0xffff_ffff]) {
    const stream = new RandomStream(0);
    stream.nextUint32 = () => word;
    t.true(draw('standardNormal', 2, stream).every(Number.isFinite));
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
