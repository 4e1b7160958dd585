import { HelmholtzError } from '@helmholtz/base';
import type { LayerSpec } from '@helmholtz/core';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { type Tensor, concat, reshape, reverse, tensor } from '@tensorflow/tfjs-core';
import { LayersModel, type Sequential, type layers, input, model, models } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '../index.js';
import '@helmholtz/testing/cpu-backend';
import { layerFromSpec, layerNames } from './layer-from-spec.js';
import { networkFromSpec } from './network-from-spec.js';

const series = tensor(
  Array.from({ length: 2 * 5 * 3 }, (_, index) => Math.sin(3 * index)),
  [2, 5, 3],
);

const seeded = <Made>(make: () => Made): Made => withSeededRandom(new RandomStream(1, 'test'), make);

function apply(spec: LayerSpec, values: Tensor = series): { layer: layers.Layer; output: Tensor } {
  return seeded(() => {
    const layer = layerFromSpec(spec, 'own');
    return { layer, output: layer.apply(values) as Tensor };
  });
}

const numbers = (values: Tensor): number[] => Array.from(values.dataSync());

for (const child of ['gru', 'lstm', 'simpleRNN', 'LSTM']) {
  test(`bidirectional of ${child} is one pass in each direction`, (t) => {
    const { layer, output } = apply({ layer: 'bidirectional', child: { layer: child, units: 2 } });
    const weights = layer.getWeights();
    const pass = (values: Tensor, own: Tensor[]): Tensor => {
      const single = layerFromSpec({ layer: child, units: 2 }, 'single');
      single.apply(values);
      single.setWeights(own);
      return single.apply(values) as Tensor;
    };
    const half = weights.length / 2;
    const expected = concat(
      [pass(series, weights.slice(0, half)), pass(reverse(series, 1), weights.slice(half))],
      -1,
    );
    t.deepEqual(output.shape, [2, 4]);
    t.deepEqual(numbers(output), numbers(expected));
  });
}

test('timeDistributed applies one layer, with one set of weights, to each step', (t) => {
  const { layer, output } = apply({ layer: 'timeDistributed', child: { layer: 'dense', units: 2 } });
  t.deepEqual(output.shape, [2, 5, 2]);
  t.deepEqual(
    layer.getWeights().map(({ shape }) => shape),
    [[3, 2], [2]],
  );
  const dense = layerFromSpec({ layer: 'dense', units: 2 }, 'single');
  dense.apply(series);
  dense.setWeights(layer.getWeights());
  const expected = numbers(dense.apply(series) as Tensor);
  numbers(output).forEach((value, index) => t.true(Math.abs(value - expected[index]!) < 1e-6));
});

test('a wrapper may wrap a wrapper, and both may be named by their classes', (t) => {
  const { output } = apply(
    {
      layer: 'TimeDistributed',
      child: { layer: 'Bidirectional', mergeMode: 'sum', child: { layer: 'gru', units: 2 } },
    },
    reshape(series, [1, 2, 5, 3]),
  );
  t.deepEqual(output.shape, [1, 2, 2]);
});

test('children begin as in Keras, and keep their names and whether they are trained', (t) => {
  const layer = layerFromSpec(
    { layer: 'bidirectional', trainable: false, child: { layer: 'lstm', units: 2, name: 'steps' } },
    'own',
  );
  const { layer: child } = layer.getConfig() as {
    layer: { config: { name: string; kernelInitializer: { config: { distribution: string } } } };
  };
  t.is(child.config.name, 'steps');
  t.is(child.config.kernelInitializer.config.distribution, 'uniform');
  t.false(layer.trainable);
});

test('both are listed', (t) => {
  const { factories, classes } = layerNames();
  for (const name of ['bidirectional', 'timeDistributed']) t.true(factories.includes(name), name);
  for (const name of ['Bidirectional', 'TimeDistributed']) t.false(classes.includes(name), name);
});

test('a network that ends in them keeps its ending, and a reshape of each step computes its axis', (t) => {
  const network = (...declared: LayerSpec[]): { layers: string[]; shape: unknown } => {
    const x = input({ shape: [5, 4] });
    const outputs = seeded(() => networkFromSpec(declared)(x, { name: 'generative', outputShape: [5, 1] }));
    const [, inner] = model({ inputs: x, outputs }).layers as [unknown, Sequential];
    return { layers: inner.layers.slice(1).map((layer) => layer.getClassName()), shape: outputs.shape };
  };
  const distributed = (child: LayerSpec): LayerSpec => ({ layer: 'timeDistributed', child });
  t.deepEqual(network(distributed({ layer: 'dense', units: 1 })).layers, ['TimeDistributed']);
  t.deepEqual(network(distributed({ layer: 'dense', units: 1, activation: 'relu' })).layers, [
    ...['TimeDistributed', 'Flatten', 'Dense', 'Reshape'],
  ]);
  const reshaped = network(distributed({ layer: 'reshape', targetShape: [2, -1] }), {
    layer: 'reshape',
    targetShape: [5, -1],
  });
  t.deepEqual(reshaped.shape, [null, 5, 1]);
});

test('a saved model gives the same numbers', async (t) => {
  const x = input({ shape: [5, 3] });
  const outputs = seeded(() =>
    networkFromSpec([
      { layer: 'bidirectional', mergeMode: 'ave', child: { layer: 'gru', units: 3, returnSequences: true } },
      { layer: 'timeDistributed', child: { layer: 'dense', units: 2, activation: 'tanh' } },
    ])(x, { name: 'network' }),
  );
  const original = model({ inputs: x, outputs });
  const restored = await models.modelFromJSON(original.toJSON(null, false) as never);
  t.true(restored instanceof LayersModel);
  restored.setWeights(original.getWeights());
  t.deepEqual(numbers(restored.predict(series) as Tensor), numbers(original.predict(series) as Tensor));
});

const refused: Record<string, { spec: LayerSpec; message: RegExp; hint: RegExp }> = {
  'no child': {
    spec: { layer: 'bidirectional' },
    message: /^The layer "bidirectional" needs a layer as its option "child"\.$/,
    hint: /child: \{ layer: lstm, units: 16 \}/,
  },
  'units beside the child': {
    spec: { layer: 'timeDistributed', units: 2, child: { layer: 'dense' } },
    message: /^The layer "timeDistributed" has no option "units"\.$/,
    hint: /^Its child has it: \{ layer: timeDistributed, child: \{ layer: dense, units: 8 \} \}\.$/,
  },
  'a misspelled option of the child': {
    spec: { layer: 'timeDistributed', child: { layer: 'dense', units: 2, activatoin: 'relu' } },
    message: /^child: The layer "dense" has no option "activatoin"\.$/,
    hint: /^Did you mean "activation"\?/,
  },
  'an unknown child': {
    spec: { layer: 'bidirectional', child: { layer: 'lstmm', units: 2 } },
    message: /^child: The layer "lstmm" is not recurrent\.$/,
    hint: /gru, lstm, simpleRNN/,
  },
  'an unknown layer of each step': {
    spec: { layer: 'timeDistributed', child: { layer: 'dens', units: 2 } },
    message: /^child: There is no layer named "dens"\.$/,
    hint: /^Did you mean "dense"\?/,
  },
  'a child with several outputs': {
    spec: { layer: 'bidirectional', child: { layer: 'gru', units: 2, returnState: true } },
    message: /^child: The option "returnState" is not supported in a network\.$/,
    hint: /one output/,
  },
  'a mode that does not exist': {
    spec: { layer: 'bidirectional', mergeMode: 'concatenate', child: { layer: 'gru', units: 2 } },
    message: /^There is no mergeMode "concatenate"\.$/,
    hint: /concat, sum, mul, ave/,
  },
  'outputs that are not merged': {
    spec: { layer: 'bidirectional', mergeMode: null, child: { layer: 'gru', units: 2 } },
    message: /^There is no mergeMode null\.$/,
    hint: /concat/,
  },
  'a state that TensorFlow.js cannot reset': {
    spec: { layer: 'bidirectional', child: { layer: 'gru', units: 2, resetAfter: true } },
    message: /^child: The layer "gru" cannot be created: .*reset_?after/i,
    hint: /./,
  },
};

for (const [what, { spec, message, hint }] of Object.entries(refused)) {
  test(`throws an error of one line with a hint: ${what}`, (t) => {
    const error = t.throws(() => layerFromSpec(spec, 'own'), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'usage');
    t.regex(error.hint!, hint);
    t.false(error.message.includes('\n'));
  });
}

test('an error of a child names its place in the spec', (t) => {
  const declared = [{ layer: 'timeDistributed', child: { layer: 'dense', units: -2 } }];
  t.throws(() => networkFromSpec(declared)(input({ shape: [5, 3] }), { name: 'recognition' }), {
    message: /^networks\.recognition\.0: child: The layer "dense" cannot be created/,
  });
});
