import { decodedMeans, priorDraws } from '@helmholtz/core';
import test from 'ava';

import { run } from '../testing/squares.js';
import { sample } from './sample.js';
import type { SampleOptions } from './sampled.js';

const images = async (options: SampleOptions) => (await sample(run, options)).images!;

test('samples are means of the likelihood, as many as asked for, named by the seed', async (t) => {
  const drawn = await images({ count: 30, seed: 4 });
  t.is(drawn.count, 30);
  t.is(new Set(drawn.pixels).size, 120);
  t.deepEqual(await images({ count: 30, seed: 4 }), drawn);
  t.notDeepEqual(await images({ count: 30, seed: 5 }), drawn);
  t.deepEqual(
    drawn.pixels,
    (await decodedMeans(run.model, await priorDraws(run.model, 30, 4))).get('x')!.values,
  );
});

test('pixels that are drawn are draws from the likelihood at the same codes', async (t) => {
  const [count, seed] = [4000, 2];
  const { pixels: means } = await images({ count, seed });
  const { pixels: draws } = await images({ count, seed, pixels: 'draws' });
  t.deepEqual([...new Set(draws)].sort(), [0, 1]);
  // The difference of a Bernoulli draw and its mean p has the mean 0 and the variance p (1 - p).
  const difference = draws.reduce((sum, draw, index) => sum + draw - means[index]!, 0);
  const variance = means.reduce((sum, p) => sum + p * (1 - p), 0);
  t.true(Math.abs(difference) < 4 * Math.sqrt(variance), `${difference}, ${variance}`);
  const squared = draws.reduce((sum, draw, index) => sum + (draw - means[index]!) ** 2, 0);
  t.true(Math.abs(squared / variance - 1) < 0.03, `${squared}, ${variance}`);
});
