import { tensor } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { roundTrip } from '../testing/round-trip.js';
import { call, numbers } from '../testing/symbolic.js';
import {
  type NormalMixtureLikelihood,
  normalMixtureLikelihood,
  normalMixturePart,
} from './normal-mixture.js';

test('each element is drawn from its own components, by the share of its own noise', (t) => {
  const head = normalMixtureLikelihood({ components: 2, scale: 0.5 });
  // Shares of 1/4 and 3/4 around -10 and 10, then of 1/2 each around 100 and 200.
  const distribution = head.distribution(tensor([[0, Math.log(3), 0, 0, -10, 10, 100, 200]]));
  // In the middle of a share is the centre, at 0.8413 of it a scale above.
  const noise = tensor([0.125, 0.75, 0.8413447 / 4, 0.25], [2, 2]);
  const samples = numbers(distribution.sample(noise));
  [-10, 200, -9.5, 100].forEach((expected, index) =>
    t.true(Math.abs(samples[index]! - expected) < 1e-3, `${samples.join()}`),
  );
});

test('one scale is learned for all, or one for each component of each element', (t) => {
  const shapes = (['learned', 'learnedPerElement'] as const).map((scale) => {
    const head = normalMixtureLikelihood({ components: 3, scale });
    t.deepEqual(head.parameterShape([4, 2]), [4, 12]);
    call(head, input({ shape: [4, 12] }));
    return head.trainableWeights.map(({ shape }) => shape);
  });
  t.deepEqual(shapes, [[[]], [[4, 6]]]);
  const options = { components: 3, scale: 'network', minimumScale: 0 } as const;
  const shape = normalMixturePart.parameterShape([4, 2], options, () => t.fail());
  t.deepEqual(shape, [4, 18]);
});

test('the number of components is saved with the head, and is at least one', async (t) => {
  const parameters = input({ shape: [10] });
  const head = normalMixtureLikelihood({ components: 5, scale: 2 });
  const graph = model({ inputs: parameters, outputs: call(head, parameters) });
  const found = (await roundTrip(graph)).getLayer('x_likelihood') as NormalMixtureLikelihood;
  t.deepEqual(found.getConfig(), head.getConfig());
  t.deepEqual(found.parameterShape([1]), [10]);
  for (const components of [0, 1.5]) t.false(normalMixturePart.options.safeParse({ components }).success);
});
