import { HelmholtzError } from '@helmholtz/base';
import { input, layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { withinMemory } from './weight-limit.js';

const dense = (units: number, name: string) => () =>
  layers.dense({ units, name, useBias: false }).apply(input({ shape: [100] }));

test('a graph is built up to the limit, to the weight', (t) => {
  t.notThrows(() => withinMemory(dense(50, 'first'), { memory: 4 * 100 * 50 }));
  t.throws(() => withinMemory(dense(50, 'second'), { memory: 4 * 100 * 50 - 1 }), {
    message: /^The layer "second" has 5,000 weights, \[100, 50\]\. The model needs at least/,
  });
  t.throws(() => withinMemory(dense(50, 'third'), { memory: 4 * 100 * 50, copies: 2 }), {
    message: /^The layer "third" .* Training needs at least/,
  });
});

test('weights of all layers count, and the limit ends with the build', (t) => {
  const both = (): void => ['one', 'two'].forEach((name) => dense(50, name)());
  const error = t.throws(() => withinMemory(both, { memory: 6 * 100 * 50 }), { instanceOf: HelmholtzError });
  t.regex(error.message, /^The layer "two"/);
  t.is(error.kind, 'usage');
  t.truthy(error.hint);
  t.notThrows(both);
});

test('allocates nothing for a layer that is too large', (t) => {
  const before = process.memoryUsage().arrayBuffers;
  t.throws(() =>
    withinMemory(() => layers.dense({ units: 65_536 }).apply(input({ shape: [65_536] })), {
      memory: 2 ** 33,
    }),
  );
  t.true(process.memoryUsage().arrayBuffers - before < 2 ** 24);
});
