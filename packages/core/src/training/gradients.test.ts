import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import type { ClipSpec } from '../spec/schema.js';
import { reference } from '@helmholtz/testing/reference';
import { close } from '../testing/tiny-training.js';
import { clipped } from './gradients.js';

interface Peer {
  readonly gradients: readonly number[][];
  readonly cases: readonly { readonly clip: ClipSpec; readonly after: readonly number[][] }[];
}

const { gradients, cases } = reference<Peer>('clip-norm.json');
const named = Object.fromEntries(gradients.map((gradient, index) => [`${index}`, tensor(gradient)]));

for (const { clip, after } of cases) {
  test(`clips by ${JSON.stringify(clip)} as PyTorch does`, (t) => {
    const ours = clipped(named, clip);
    after.forEach((expected, index) => {
      const values = ours[index]!.dataSync();
      expected.flat().forEach((value, element) => t.true(close(values[element]!, value, 1e-6)));
    });
  });
}

test('gradients of zero stay so, and without clipping all stay as they are', (t) => {
  const zero = { a: tensor([0, 0]) };
  t.deepEqual([...clipped(zero, { norm: 1 })['a']!.dataSync()], [0, 0]);
  t.is(clipped(named, undefined), named);
});
