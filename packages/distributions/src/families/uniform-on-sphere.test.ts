import { randomNormal, tidy } from '@tensorflow/tfjs-core';
import { mean, variance } from '@helmholtz/testing/statistics';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { agree } from '../testing/textbook.js';
import { UniformOnSphere } from './uniform-on-sphere.js';

const { PI, log } = Math;

test('the density is one over the area of the sphere, which is the entropy, too', (t) => {
  const areas = { 2: 2 * PI, 3: 4 * PI, 4: 2 * PI ** 2, 5: (8 * PI ** 2) / 3, 10: PI ** 5 / 12 };
  for (const [elements, area] of Object.entries(areas)) {
    const sphere = new UniformOnSphere(Number(elements));
    const noise = randomNormal([3, Number(elements)], 0, 1, 'float32', 1);
    const logProbs = [...sphere.logProb(sphere.sample(noise)).dataSync()];
    t.is(logProbs.length, 3);
    for (const logProb of logProbs) agree(t, logProb, -log(area), `log p of ${elements} elements`);
    agree(t, sphere.entropy().dataSync()[0]!, log(area), 'the entropy');
  }
});

test('draws are unit vectors with the mean and the variance of each element', (t) => {
  const sphere = new UniformOnSphere(3);
  tidy(() => {
    const draws = sphere.sample(randomNormal([10_000, 3], 0, 1, 'float32', 2));
    t.is(sphere.support.eventProblem?.([...draws.dataSync()].slice(0, 3)), undefined);
    const first = [...draws.dataSync()].filter((_, index) => index % 3 === 0);
    t.true(Math.abs(mean(first)) < 0.03);
    t.true(Math.abs(variance(first) - sphere.variance().dataSync()[0]!) < 0.01);
  });
});
