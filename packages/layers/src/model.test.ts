import { HelmholtzError } from '@helmholtz/base';
import { type SymbolicTensor, input, layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { latentVariableGraph } from './model.js';
import { noiseInput } from './noise-input.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense } from './testing/symbolic.js';

const names = (tensors: { sourceLayer: layers.Layer }[]): string[] =>
  tensors.map(({ sourceLayer }) => sourceLayer.name);

test('a model finds its noise inputs, each once, after the data inputs, in the order of use', (t) => {
  const x = input({ shape: [2], name: 'x' });
  const [first, second] = ['first', 'second'].map((name) => noiseInput({ shape: [2], name }));
  const noisy = call(layers.add(), [x, first!]);
  const twice = call(layers.add(), [call(layers.add(), [noisy, second!]), noisy]);
  const graph = latentVariableGraph({ name: 'noisy', inputs: [x], outputs: [twice] });
  t.deepEqual(names(graph.inputs), ['x', 'first', 'second']);
  t.is(graph.name, 'noisy');
});

test('noise that no output needs is left out', (t) => {
  const x = input({ shape: [2], name: 'x' });
  call(layers.add(), [x, noiseInput({ shape: [2], name: 'unused' })]);
  const graph = latentVariableGraph({ name: 'plain', inputs: [x], outputs: [dense('y', 1, x)] });
  t.deepEqual(names(graph.inputs), ['x']);
});

test('a name taken twice and an input left out are errors of one line', (t) => {
  const x = input({ shape: [2], name: 'x' });
  const twice = dense('same', 2, dense('same', 2, x));
  const failing = (inputs: SymbolicTensor[]) =>
    t.throws(() => latentVariableGraph({ name: 'g', inputs, outputs: [twice] }), {
      instanceOf: HelmholtzError,
    });
  t.is(failing([x]).message, 'The graph "g" cannot be built: The name "same" is used 2 times in the model.');
  t.regex(failing([]).message, /^The graph "g" cannot be built: [^\n]+\.$/);
  t.is(failing([x]).kind, 'graph');
});
