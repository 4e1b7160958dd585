import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { callWithMasks } from './masked-call.js';

const steps = tensor([3, 0, 0, 5], [1, 4, 1]);
const known = tensor([[1, 1, 0, 0]], [1, 4], 'bool');

const run = (layer: layers.Layer, mask: Tensor | null, input: Tensor = steps) => {
  const { outputs, masks } = callWithMasks(layer, [input], [mask], false);
  return { output: outputs[0]!, mask: masks[0] && Array.from(masks[0].dataSync()) };
};

test('a masking layer masks by value, unless the mask is known', (t) => {
  t.deepEqual(run(layers.masking({ maskValue: 0 }), null).mask, [1, 0, 0, 1]);
  const { output, mask } = run(layers.masking({ maskValue: 0 }), known);
  t.deepEqual(mask, [1, 1, 0, 0]);
  t.deepEqual(Array.from(output.dataSync()), [3, 0, 0, 0]);
});

test('a recurrent layer skips masked steps, and its sequences keep the mask', (t) => {
  const ones = { kernelInitializer: 'ones', recurrentInitializer: 'ones', activation: 'linear' } as const;
  const sum = layers.simpleRNN({ units: 1, ...ones });
  t.deepEqual(Array.from(run(sum, known).output.dataSync()), [3]);
  t.is(run(sum, known).mask, null);
  const sequence = layers.simpleRNN({ units: 1, returnSequences: true, ...ones });
  t.deepEqual(run(sequence, known).mask, [1, 1, 0, 0]);
});

test('a reshape that keeps the steps keeps the mask, and another one ends it', (t) => {
  t.deepEqual(run(layers.reshape({ targetShape: [4] }), known).mask, [1, 1, 0, 0]);
  t.is(run(layers.reshape({ targetShape: [2, 2] }), known).mask, null);
  t.is(run(layers.flatten(), known).mask, null);
});

test('a layer of each step is not given the mask of the steps, which passes it', (t) => {
  const inner = layers.simpleRNN({ units: 1, recurrentInitializer: 'ones' });
  const nested = tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 4, 2, 1]);
  const { output, mask } = run(layers.timeDistributed({ layer: inner }), known, nested);
  t.deepEqual(output.shape, [1, 4, 1]);
  t.deepEqual(mask, [1, 1, 0, 0]);
});
