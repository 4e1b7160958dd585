import { dropout, ones } from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { withSeededRandom } from './seeded.js';
import { RandomStream } from '@helmholtz/base';

test('Math.random draws from the stream inside the function, and is restored after it', (t) => {
  const original = Math.random;
  const drawn = withSeededRandom(new RandomStream(0), () => [Math.random(), Math.random()]);
  const stream = new RandomStream(0);
  t.deepEqual(drawn, [stream.next(), stream.next()]);
  t.is(Math.random, original);
});

test('Math.random is restored after an error', (t) => {
  const original = Math.random;
  const failing = () =>
    withSeededRandom(new RandomStream(0), () => {
      throw new Error('inside');
    });
  t.throws(failing, { message: 'inside' });
  t.is(Math.random, original);
});

const draws = {
  glorotUniform: () => initializers.glorotUniform({}).apply([4, 4]),
  randomNormal: () => initializers.randomNormal({}).apply([4, 4]),
  dropout: () => dropout(ones([8, 8]), 0.5),
};

for (const [name, make] of Object.entries(draws)) {
  test(`${name} of TensorFlow.js repeats under a seed, zero included`, (t) => {
    const values = (seed: number) => Array.from(withSeededRandom(new RandomStream(seed), make).dataSync());
    t.deepEqual(values(0), values(0));
    t.notDeepEqual(values(0), values(1));
  });
}
