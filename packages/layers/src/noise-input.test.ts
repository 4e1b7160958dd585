import { HelmholtzError } from '@helmholtz/base';
import { registerNoiseSource } from '@helmholtz/distributions';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import type { NoiseInput } from './noise-input.js';
import { noiseInput } from './noise-input.js';
import '@helmholtz/testing/cpu-backend';
import { call, numbers } from './testing/symbolic.js';

test('is an input of a graph like any other', (t) => {
  const epsilon = noiseInput({ shape: [3], name: 'epsilon' });
  t.deepEqual(epsilon.shape, [null, 3]);
  const graph = model({ inputs: epsilon, outputs: call(layers.activation({ activation: 'relu' }), epsilon) });
  t.deepEqual(numbers(graph.predict(tensor([[1, -1, 2]])) as Tensor), [1, 0, 2]);
  t.is(graph.inputLayers[0], epsilon.sourceLayer);
});

test('a noise input names its noise source and its latent', (t) => {
  const plain = noiseInput({ shape: [3], name: 'epsilon' }).sourceLayer as NoiseInput;
  t.deepEqual([plain.role, plain.variable, plain.source], ['noise', 'epsilon', 'standardNormal']);
  const named = noiseInput({ shape: [2, 2], name: 'z_noise', variable: 'z_top', source: 'uniform' });
  const layer = named.sourceLayer as NoiseInput;
  t.deepEqual([layer.name, layer.variable, layer.source], ['z_noise', 'z_top', 'uniform']);
  t.deepEqual(named.shape, [null, 2, 2]);
});

test('a source that is not registered is an error, one that is registered is found', (t) => {
  const make = () => noiseInput({ shape: [1], name: 'e', source: 'cauchy' });
  const error = t.throws(make, { instanceOf: HelmholtzError, message: 'There is no noise named "cauchy".' });
  t.is(error.kind, 'usage');
  registerNoiseSource({ name: 'cauchy', description: 'heavy tails', fill: (out) => void out.fill(1) });
  t.notThrows(make);
});
