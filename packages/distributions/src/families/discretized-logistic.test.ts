import { scalar, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { counts } from '../testing/measures.js';
import { DiscretizedLogistic } from './discretized-logistic.js';
import { byteLevels, unitLevels } from '../support.js';

conforms(test, {
  family: 'discretizedLogistic',
  create: (loc, scale) => new DiscretizedLogistic(loc, scale),
  measures: [
    [127.5, 20],
    [0, 3],
    [260, 40],
    [100.3, 0.4],
  ].map((parameters) => ({ parameters, points: counts(256) })),
  pathwise: [],
  inside: [0, 1, 255],
  outside: [-1, 0.5, 256, Infinity],
  extremes: [
    { value: 255, parameters: [-1e4, 1e-3] },
    { value: 7, parameters: [200, 1e-6] },
    { value: 128, parameters: [1e3, 1e10] },
  ],
});

test('in 255ths the masses are the same, sum to one, and moments are of the unit', (t) => {
  const [loc, scale] = [0.3, 0.02];
  const [unit, byte] = [
    new DiscretizedLogistic(scalar(loc), scalar(scale), 'unit'),
    new DiscretizedLogistic(scalar(loc * 255), scalar(scale * 255)),
  ];
  const levels = Array.from({ length: 256 }, (_, level) => level);
  const masses = unit.logProb(tensor1d(levels.map((level) => level / 255))).dataSync();
  const expected = byte.logProb(tensor1d(levels)).dataSync();
  levels.forEach((level) => t.true(Math.abs(masses[level]! / expected[level]! - 1) < 1e-4, `level ${level}`));
  t.true(Math.abs(Array.from(masses, Math.exp).reduce((sum, mass) => sum + mass) - 1) < 1e-6);
  t.true(Math.abs(unit.mean().dataSync()[0]! - byte.mean().dataSync()[0]! / 255) < 1e-6);
  t.true(Math.abs(unit.variance().dataSync()[0]! / (byte.variance().dataSync()[0]! / 255 ** 2) - 1) < 1e-4);
});

test('a sample in 255ths is exactly a level', (t) => {
  const noise = tensor1d(Array.from({ length: 1000 }, (_, index) => (index - 500) / 60));
  const samples = new DiscretizedLogistic(scalar(0.5), scalar(0.1), 'unit').sample(noise).dataSync();
  const levels = new Set(Array.from({ length: 256 }, (_, level) => Math.fround(level / 255)));
  t.true(samples.every((sample) => levels.has(sample) && unitLevels.contains(sample)));
  t.true(samples[0] === 0 && samples.at(-1) === 1);
  t.true(new Set(samples).size > 200);
});

test('the support of both units is all levels in float32, and no value between', (t) => {
  for (let level = 0; level < 256; level++) {
    t.true(unitLevels.contains(Math.fround(level / 255)) && byteLevels.contains(level), `${level}`);
    t.false(unitLevels.contains((level + 0.01) / 255) || byteLevels.contains(level + 0.01), `${level}`);
  }
  t.regex(byteLevels.advise!({ minimum: 0, maximum: 1, whole: true })!, /likelihood: bernoulli/);
  t.is(unitLevels.advise!({ minimum: 0, maximum: 1, whole: false }), undefined);
});

test('a sample is the nearest pixel, and none is beyond the ends', (t) => {
  const samples = new DiscretizedLogistic(scalar(100.4), scalar(10)).sample(tensor1d([0, 1, -50, 50]));
  t.deepEqual(Array.from(samples.dataSync()), [100, 110, 0, 255]);
});
