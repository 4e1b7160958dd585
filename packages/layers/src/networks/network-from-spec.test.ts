import { HelmholtzError } from '@helmholtz/base';
import type { LayerSpec } from '@helmholtz/core';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type Sequential, input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { numbers } from '../testing/symbolic.js';
import { networkFromSpec } from './network-from-spec.js';

/** The layers of a network on an input of a shape, and the shape that it ends in. */
function build(declared: LayerSpec[], shape: number[], outputShape?: number[]) {
  const output = networkFromSpec(declared)(input({ shape }), {
    name: 'generative',
    ...(outputShape ? { outputShape } : {}),
  });
  const network = output.sourceLayer as Sequential;
  return {
    network,
    layers: network.layers.slice(1).map((layer) => `${layer.name}: ${layer.getClassName()}`),
    shape: output.shape.slice(1),
  };
}

const dense = (units: number): LayerSpec => ({ layer: 'dense', units });

test('is a Sequential of the declared layers, named after their place', (t) => {
  const { network, layers, shape } = build([dense(5), { layer: 'dropout', rate: 0.1 }, dense(2)], [3]);
  t.is(network.name, 'generative');
  t.is(network.getClassName(), 'Sequential');
  t.deepEqual(layers, ['generative_1: Dense', 'generative_2: Dropout', 'generative_3: Dense']);
  t.deepEqual(shape, [2]);
});

const endings: Record<string, { declared: LayerSpec[]; from: number[]; to: number[]; added: string[] }> = {
  'dense, where the last layer has another size': {
    declared: [dense(5)],
    from: [3],
    to: [4],
    added: ['generative_output: Dense'],
  },
  'nothing, where it has the size': { declared: [dense(5), dense(4)], from: [3], to: [4], added: [] },
  'dense and reshape, where an image is asked of a vector': {
    declared: [dense(5)],
    from: [3],
    to: [2, 2, 1],
    added: ['generative_output: Dense', 'generative_reshape: Reshape'],
  },
  'nothing, where a reshape ends in the image': {
    declared: [dense(4), { layer: 'reshape', targetShape: [2, 2, 1] }],
    from: [3],
    to: [2, 2, 1],
    added: [],
  },
  'nothing, where a convolution ends in the image': {
    declared: [{ layer: 'conv2d', filters: 1, kernelSize: 3, padding: 'same' }],
    from: [4, 4, 2],
    to: [4, 4, 1],
    added: [],
  },
  'a convolution of 1 by 1, where an image has other channels': {
    declared: [{ layer: 'conv2d', filters: 2, kernelSize: 3, padding: 'same' }],
    from: [4, 4, 1],
    to: [4, 4, 3],
    added: ['generative_output: Conv2D'],
  },
  'dense and reshape, where a flatten precedes an image of other rows and columns': {
    declared: [{ layer: 'conv2d', filters: 2, kernelSize: 3 }, { layer: 'flatten' }],
    from: [4, 4, 1],
    to: [4, 4, 1],
    added: ['generative_output: Dense', 'generative_reshape: Reshape'],
  },
  'nothing, where a cropped convolution ends in the image': {
    declared: [
      { layer: 'conv2dTranspose', filters: 1, kernelSize: 2, strides: 2 },
      {
        layer: 'cropping2D',
        cropping: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
    from: [2, 2, 2],
    to: [3, 3, 1],
    added: [],
  },
  'a convolution of 1 by 1, where a rectified one is cropped': {
    declared: [
      { layer: 'conv2dTranspose', filters: 1, kernelSize: 2, strides: 2, activation: 'relu' },
      {
        layer: 'cropping2D',
        cropping: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
    from: [2, 2, 2],
    to: [3, 3, 1],
    added: ['generative_output: Conv2D'],
  },
  'flatten, dense and reshape, where a series has other channels': {
    declared: [{ layer: 'conv1d', filters: 2, kernelSize: 1 }],
    from: [4, 1],
    to: [4, 1],
    added: ['generative_flatten: Flatten', 'generative_output: Dense', 'generative_reshape: Reshape'],
  },
  'nothing, where a reshape computes an axis': {
    declared: [dense(4), { layer: 'reshape', targetShape: [2, -1, 1] }],
    from: [3],
    to: [2, 2, 1],
    added: [],
  },
  'flatten and dense, where a vector is asked of a convolution': {
    declared: [{ layer: 'conv2d', filters: 2, kernelSize: 3 }],
    from: [4, 4, 1],
    to: [7],
    added: ['generative_flatten: Flatten', 'generative_output: Dense'],
  },
  'dense, where nothing is declared': {
    declared: [],
    from: [3],
    to: [4],
    added: ['generative_output: Dense'],
  },
  'dense, where nothing is declared and the sizes happen to be the same': {
    declared: [],
    from: [3],
    to: [3],
    added: ['generative_output: Dense'],
  },
  'a convolution of 1 by 1, where nothing is declared between images of one shape': {
    declared: [],
    from: [4, 4, 1],
    to: [4, 4, 1],
    added: ['generative_output: Conv2D'],
  },
};

const relu = { ...dense(4), activation: 'relu' };
for (const [what, declared] of Object.entries<LayerSpec[]>({
  'a rectified layer': [relu],
  'a smoothly rectified layer': [{ ...dense(4), activation: 'swish' }],
  'a rectifier that is a layer': [dense(4), { layer: 'leakyReLU' }],
  'a rectifier that learns': [dense(4), { layer: 'prelu' }],
  'a rectifier that is an activation layer': [dense(4), { layer: 'activation', activation: 'elu' }],
  'a rectified layer behind dropout': [relu, { layer: 'dropout', rate: 0.1 }],
  'no layer but an arrangement': [{ layer: 'reshape', targetShape: [4] }],
})) {
  endings[`dense, where ${what} happens to have the size`] = {
    declared,
    from: [4],
    to: [4],
    added: ['generative_output: Dense'],
  };
}
for (const activation of ['linear', 'sigmoid', 'tanh']) {
  const declared = [{ ...dense(4), activation }];
  endings[`nothing, where a layer of the size ends in ${activation}`] = {
    declared,
    from: [3],
    to: [4],
    added: [],
  };
}

for (const [what, { declared, from, to, added }] of Object.entries(endings)) {
  test(`appends ${what}`, (t) => {
    const { layers, shape } = build(declared, from, to);
    t.deepEqual(layers.slice(declared.length), added);
    t.deepEqual(shape, to);
  });
}

for (const [what, shape] of Object.entries({ dense: [1], convolution: [1, 1, 1] })) {
  test(`an appended layer is linear: ${what}`, (t) => {
    const x = input({ shape });
    const outputShape = [...shape.slice(0, -1), 2];
    const linear = model({ inputs: x, outputs: networkFromSpec([])(x, { name: 'linear', outputShape }) });
    const at = (value: number): number =>
      numbers(linear.predict(tensor([value], [1, ...shape])) as Tensor)[0]!;
    t.true(Math.abs(at(-30) + 30 * at(1)) < 1e-4 && Math.abs(at(1)) > 0);
  });
}

test('a network without a required output shape is unchanged', (t) => {
  t.deepEqual(build([], [3]).layers, []);
  t.is(build([relu], [4]).layers.length, 1);
});

test('any layer that plain data can declare takes part, an LSTM with its orthogonal initializer as well', (t) => {
  const { shape } = withSeededRandom(new RandomStream(0), () =>
    build(
      [
        { layer: 'lstm', units: 3 },
        { layer: 'dense', units: 2, kernelInitializer: 'orthogonal' },
      ],
      [4, 1],
    ),
  );
  t.deepEqual(shape, [2]);
});

const conv: LayerSpec = { layer: 'conv2d', filters: 2, kernelSize: 1 };
const misfits: Record<string, { declared: LayerSpec[]; from: number[]; to: number[]; hint: string }> = {
  'larger than the image': {
    declared: [conv],
    from: [56, 55, 3],
    to: [50, 50, 3],
    hint: '{ layer: cropping2D, cropping: [[3, 3], [2, 3]] }',
  },
  'smaller than the image': {
    declared: [conv],
    from: [8, 10, 1],
    to: [11, 10, 1],
    hint: '{ layer: zeroPadding2d, padding: [[1, 2], [0, 0]] }',
  },
  'larger in one axis and smaller in the other': {
    declared: [conv],
    from: [8, 10, 1],
    to: [6, 12, 1],
    hint: '{ layer: cropping2D, cropping: [[1, 1], [0, 0]] } and { layer: zeroPadding2d, padding: [[0, 0], [1, 1]] }',
  },
  'an image of one channel, where the data have no channels': {
    declared: [conv],
    from: [8, 10, 1],
    to: [8, 8],
    hint: '{ layer: cropping2D, cropping: [[0, 0], [1, 1]] }',
  },
  'longer than the series': {
    declared: [{ layer: 'conv1d', filters: 2, kernelSize: 1 }],
    from: [8, 3],
    to: [6, 3],
    hint: 'Crop or pad it',
  },
};
for (const [what, { declared, from, to, hint }] of Object.entries(misfits)) {
  test(`throws an error with both shapes for a final feature map that does not fit: ${what}`, (t) => {
    const ends = [...from.slice(0, -1), 2];
    const error = t.throws(() => build(declared, from, to), { instanceOf: HelmholtzError });
    t.is(
      error.message,
      `networks.generative ends in the shape [${ends.join(', ')}], and [${to.join(', ')}] is required.`,
    );
    t.true(error.hint!.includes(hint), error.hint);
    const product = (shape: number[]): number => shape.reduce((total, length) => total * length, 1);
    const weights = (product(ends) + 1) * product(to);
    t.true(error.hint!.includes(`a dense layer of ${weights.toLocaleString('en')} weights`), error.hint);
  });
}

test('the layers that an error proposes give the required shape', (t) => {
  const crop = {
    layer: 'cropping2D',
    cropping: [
      [1, 1],
      [0, 0],
    ],
  };
  const pad = {
    layer: 'zeroPadding2d',
    padding: [
      [0, 0],
      [1, 1],
    ],
  };
  t.deepEqual(build([conv, crop, pad], [8, 10, 1], [6, 12, 1]).shape, [6, 12, 1]);
});

const refused: Record<string, { declared: LayerSpec[]; message: RegExp; hint: RegExp }> = {
  'an unknown layer': {
    declared: [dense(2), { layer: 'dens', units: 2 }],
    message: /^networks\.generative\.1: There is no layer named "dens"\.$/,
    hint: /^Did you mean "dense"\?/,
  },
  'a layer that does not fit on what comes before': {
    declared: [dense(2), { layer: 'conv2d', filters: 1, kernelSize: 3 }],
    message: /^networks\.generative\.1: .*expected ndim=4, found ndim=2$/,
    hint: /^The input of the layer "conv2d" has the shape \[2\]\.$/,
  },
  'a layer that does not fit on the input': {
    declared: [{ layer: 'conv2d', filters: 1, kernelSize: 3 }],
    message: /^networks\.generative\.0: /,
    hint: /^The input of the layer "conv2d" has the shape \[3\]\.$/,
  },
  'a reshape to another number of values': {
    declared: [dense(6), { layer: 'reshape', targetShape: [2, 2, 1] }],
    message: /^networks\.generative\.1: The layer "reshape" cannot make \[2, 2, 1\] from \[6\]\.$/,
    hint: /^They have 4 and 6 values\. .* its size must be 4\.$/,
  },
  'a reshape that computes an axis which is not whole': {
    declared: [dense(6), { layer: 'Reshape', targetShape: [4, -1] }],
    message: /^networks\.generative\.1: The layer "Reshape" cannot make \[4, -1\] from \[6\]\.$/,
    hint: /^6 values are no multiple of 4\./,
  },
  'a name twice': {
    declared: [
      { ...dense(2), name: 'hidden' },
      { ...dense(2), name: 'hidden' },
    ],
    message: /^networks\.generative\.1: Two layers have the name "hidden"\.$/,
    hint: /^Remove the name/,
  },
  'a name that TensorFlow.js cannot take': {
    declared: [{ ...dense(2), name: 'my layer' }],
    message: /^networks\.generative\.0: Not a valid tensor name: 'my layer\/kernel'$/,
    hint: /dense/,
  },
};

for (const [what, { declared, message, hint }] of Object.entries(refused)) {
  test(`throws an error with the place in the spec: ${what}`, (t) => {
    const error = t.throws(() => build(declared, [3]), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'usage');
    t.regex(error.hint!, hint);
  });
}
