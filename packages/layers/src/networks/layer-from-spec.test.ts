import { HelmholtzError } from '@helmholtz/base';
import type { LayerSpec } from '@helmholtz/core';
import { type Tensor, serialization, tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { TensorLayer } from '../layer.js';
import '../register.js';
import '@helmholtz/testing/cpu-backend';
import { layerFromSpec, layerNames } from './layer-from-spec.js';

/** Required options of each factory. */
const needed: Record<string, object> = {
  ...Object.fromEntries(
    ['conv1d', 'conv2d', 'conv2dTranspose', 'conv3d', 'conv3dTranspose', 'convLstm2d', 'separableConv2d'].map(
      (name) => [name, { filters: 2, kernelSize: 3 }],
    ),
  ),
  ...Object.fromEntries(['dense', 'gru', 'lstm', 'simpleRNN'].map((name) => [name, { units: 2 }])),
  activation: { activation: 'relu' },
  bidirectional: { child: { layer: 'gru', units: 2 } },
  cropping2D: {
    cropping: [
      [1, 1],
      [1, 1],
    ],
  },
  depthwiseConv2d: { kernelSize: 3 },
  embedding: { inputDim: 5, outputDim: 2 },
  permute: { dims: [2, 1] },
  randomWidth: { factor: 0.1 },
  timeDistributed: { child: { layer: 'dense', units: 2 } },
  reshape: { targetShape: [2] },
};

for (const name of layerNames().factories) {
  test(`the layer "${name}" can be declared, and its options are known`, (t) => {
    const options = needed[name] ?? {};
    const layer = layerFromSpec({ layer: name, ...options }, 'own');
    t.true(layer instanceof layers.Layer);
    t.is(layer.name, 'own');
    const refused = t.throws(() => layerFromSpec({ layer: name, ...options, nmae: 'x' }, 'own'), {
      instanceOf: HelmholtzError,
    });
    t.is(refused.message, `The layer "${name}" has no option "nmae".`);
  });
}

test('a line may give the name', (t) => {
  t.is(layerFromSpec({ layer: 'flatten', name: 'flat' }, 'own').name, 'flat');
});

test('options reach the layer', (t) => {
  const layer = layerFromSpec(
    {
      layer: 'dense',
      units: 2,
      activation: 'relu',
      useBias: false,
      kernelInitializer: { className: 'Constant', config: { value: 2 } },
    },
    'own',
  );
  const output = layer.apply(
    tensor([
      [1, -3],
      [1, 1],
    ]),
  ) as Tensor;
  t.deepEqual(Array.from(output.dataSync()), [0, 0, 4, 4]);
});

test('a registered class is a layer like any other', (t) => {
  class Doubled extends TensorLayer {
    static readonly className = 'DoubledForTest';
    transform(input: Tensor): Tensor {
      return input;
    }
  }
  serialization.registerClass(Doubled);
  t.true(layerNames().classes.includes('DoubledForTest'));
  t.true(layerFromSpec({ layer: 'DoubledForTest' }, 'own') instanceof Doubled);
  t.throws(() => layerFromSpec({ layer: 'DoubledForTest', factor: 2 }, 'own'), {
    message: /has no option "factor"/,
  });
});

test('only what can be declared is listed', (t) => {
  const { factories, classes } = layerNames();
  t.true(factories.includes('dense') && factories.includes('conv2dTranspose') && factories.includes('lstm'));
  for (const name of ['input', 'inputLayer', 'lstmCell', 'add', 'Layer', 'RNN']) {
    t.false(factories.includes(name), name);
  }
  for (const name of [
    'Dense',
    'Add',
    'Bidirectional',
    'Sequential',
    'Model',
    'InputLayer',
    'NoiseInput',
    'Adam',
  ]) {
    t.false(classes.includes(name), name);
  }
  t.true(classes.includes('LogVarianceToScale'));
});

const refused: Record<string, { spec: LayerSpec; message: RegExp; hint: RegExp }> = {
  'an unknown layer': {
    spec: { layer: 'conv2dTransposed' },
    message: /^There is no layer named "conv2dTransposed"\.$/,
    hint: /^Did you mean "conv2dTranspose"\?/,
  },
  'a name that all objects inherit': {
    spec: { layer: 'constructor' },
    message: /^There is no layer named "constructor"\.$/,
    hint: /list/,
  },
  'the name of all prototypes': {
    spec: { layer: '__proto__' },
    message: /^There is no layer named "__proto__"\.$/,
    hint: /list/,
  },
  'a misspelled option': {
    spec: { layer: 'dense', units: 2, activatoin: 'relu' },
    message: /^The layer "dense" has no option "activatoin"\.$/,
    hint: /^Did you mean "activation"\? Valid names: units, activation, useBias/,
  },
  'an absurd size': {
    spec: { layer: 'dense', units: 5_000_000 },
    message: /^The layer "dense" has 5000000 units\.$/,
    hint: /^At most 65536 are supported\.$/,
  },
  'a negative size': {
    spec: { layer: 'dense', units: -2 },
    message: /^The layer "dense" cannot be created: Expected units to be a positive integer, but got -2\.$/,
    hint: /^Its options were \{"units":-2\}\.$/,
  },
  'text for a number': {
    spec: { layer: 'dense', units: 'ten' },
    message: /positive integer, but got "ten"\.$/,
    hint: /"ten"/,
  },
  'a missing option': {
    spec: { layer: 'conv2d', filters: 2 },
    message: /^The layer "conv2d" needs the option "kernelSize"\.$/,
    hint: /filters/,
  },
  'a misspelled choice': {
    spec: { layer: 'conv2d', filters: 2, kernelSize: 3, padding: 'sam' },
    message: /sam is not a valid PaddingMode/,
    hint: /sam/,
  },
  'a misspelled activation': {
    spec: { layer: 'dense', units: 2, activation: 'sigmoyd' },
    message: /^The layer "dense" cannot be created: Unknown activation: sigmoyd\.?$/,
    hint: /^Did you mean "sigmoid"\? Valid names: elu, selu, relu,/,
  },
  'a misspelled initializer': {
    spec: { layer: 'dense', units: 2, kernelInitializer: 'glorotUnifrom' },
    message: /Unknown initializer: glorotUnifrom\.?$/,
    hint: /^Did you mean "GlorotUniform"\? Valid names: Zeros, Ones,/,
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

test('a class of TensorFlow.js is the layer of its factory, with the same initial weights', (t) => {
  for (const [name, factory, options] of [
    ['Dense', 'dense', { units: 2 }],
    ['Conv2D', 'conv2d', { filters: 2, kernelSize: 1 }],
  ] as const) {
    const [one, other] = [name, factory].map((layer) =>
      layerFromSpec({ layer, ...options }, 'own').getConfig(),
    );
    t.deepEqual(one, other);
  }
});

test('units of a rectifier are those of a dense layer', (t) => {
  const hint = (layer: string): string =>
    t.throws(() => layerFromSpec({ layer, units: 16 }, 'own'), { instanceOf: HelmholtzError }).hint!;
  t.is(hint('ReLU'), 'It is an activation: { layer: dense, units: 16, activation: relu }.');
  t.is(hint('LeakyReLU'), 'It is an activation: { layer: dense, units: 16 }, then { layer: LeakyReLU }.');
});
