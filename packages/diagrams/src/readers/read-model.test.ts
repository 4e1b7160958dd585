import '@tensorflow/tfjs-backend-cpu';
import { describeModel } from '@helmholtz/core/describe';
import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';
import { HelmholtzError } from '@helmholtz/base';
import {
  bernoulliLikelihood,
  klDivergenceLayer,
  latent,
  logVarianceToScale,
  noiseInput,
} from '@helmholtz/layers';
import {
  type LayersModel,
  type SymbolicTensor,
  input,
  layers,
  model,
  sequential,
} from '@tensorflow/tfjs-layers';
import { readFile } from 'node:fs/promises';
import test from 'ava';

import { tutorialVae } from '../testing/models.js';
import { countParameters } from '../summary/parameters.js';
import { isModelFile, readModel } from './read-model.js';

type Layer = layers.Layer;

const apply = (layer: Layer, value: SymbolicTensor | SymbolicTensor[]) =>
  layer.apply(value) as SymbolicTensor;

/** A model as TensorFlow.js saves it, without its weights. */
function saved(built: LayersModel): unknown {
  return JSON.parse(built.toJSON() as unknown as string);
}

/** Facts that both ways of reading must agree on: all but the spelling of configurations. */
function facts({ nodes, ...rest }: ModelDescription): unknown {
  return {
    ...rest,
    nodes: nodes.map(({ config: _, inner, weights, ...node }: NodeDescription) => ({
      ...node,
      // Wrappers name their weights by a layer that they make, and number it.
      weights: weights.map(({ shape, trainable }) => ({ shape, trainable })),
      ...(inner ? { inner: facts(inner) } : {}),
    })),
  };
}

const image = [9, 8, 6];
const onShape: [readonly number[], (() => Layer)[]][] = [
  [
    [5],
    [
      () => layers.dense({ units: 3, activation: 'tanh' }),
      () => layers.dense({ units: 3, useBias: false, trainable: false }),
      () => layers.activation({ activation: 'relu' }),
      () => layers.leakyReLU(),
      () => layers.dropout({ rate: 0.5 }),
      () => layers.gaussianNoise({ stddev: 1 }),
      () => layers.prelu(),
      () => layers.repeatVector({ n: 4 }),
      () => layers.batchNormalization(),
      () => layers.layerNormalization(),
      () => layers.embedding({ inputDim: 11, outputDim: 7 }),
    ],
  ],
  [
    [6, 4],
    [
      () => layers.dense({ units: 3 }),
      () => layers.flatten(),
      () => layers.reshape({ targetShape: [3, 4, 2] }),
      () => layers.permute({ dims: [2, 1] }),
      () => layers.conv1d({ filters: 5, kernelSize: 3, strides: 2, padding: 'same' }),
      () => layers.conv1d({ filters: 5, kernelSize: 3, dilationRate: 2 }),
      () => layers.conv1d({ filters: 5, kernelSize: 3, useBias: false }),
      () => layers.maxPooling1d({ poolSize: 2 }),
      () => layers.averagePooling1d({ poolSize: 3, strides: 2, padding: 'same' }),
      () => layers.globalMaxPooling1d(),
      () => layers.globalAveragePooling1d({}),
      () => layers.simpleRNN({ units: 3 }),
      () => layers.gru({ units: 3, returnSequences: true }),
      () => layers.lstm({ units: 3, returnState: true }),
      () => layers.lstm({ units: 3, useBias: false }),
      () => layers.bidirectional({ layer: layers.lstm({ units: 3 }), mergeMode: 'concat' }),
      () =>
        layers.bidirectional({
          layer: layers.gru({ units: 3, returnSequences: true }),
          mergeMode: 'sum',
        }),
      () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
      () => layers.batchNormalization({ scale: false }),
      () => layers.spatialDropout1d({ rate: 0.1 }),
    ],
  ],
  [
    image,
    [
      () => layers.conv2d({ filters: 5, kernelSize: 3 }),
      () => layers.conv2d({ filters: 5, kernelSize: [3, 2], strides: [2, 1], padding: 'same' }),
      () => layers.conv2d({ filters: 5, kernelSize: 2, dataFormat: 'channelsFirst' }),
      () => layers.conv2dTranspose({ filters: 5, kernelSize: 3, strides: 2, padding: 'same' }),
      () =>
        layers.conv2dTranspose({ filters: 5, kernelSize: 4, strides: 3, padding: 'valid', useBias: false }),
      () => layers.separableConv2d({ filters: 5, kernelSize: 3 }),
      () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
      () => layers.maxPooling2d({ poolSize: [2, 3] }),
      () => layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
      () => layers.globalMaxPooling2d({}),
      () => layers.globalAveragePooling2d({ dataFormat: 'channelsFirst' }),
      () => layers.upSampling2d({ size: [2, 3] }),
      () =>
        layers.zeroPadding2d({
          padding: [
            [1, 2],
            [3, 4],
          ],
        }),
      () => layers.zeroPadding2d({ padding: 2 }),
      () =>
        layers.cropping2D({
          cropping: [
            [1, 2],
            [0, 1],
          ],
        }),
      () => layers.batchNormalization({ axis: 1 }),
      () => layers.layerNormalization({ axis: [2, 3] }),
      () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
    ],
  ],
  [
    [4, 5, 6, 2],
    [
      () => layers.conv3d({ filters: 3, kernelSize: 2, strides: 2 }),
      () => layers.maxPooling3d({ poolSize: 2 }),
    ],
  ],
];

for (const [shape, all] of onShape) {
  for (const make of all) {
    const layer = make();
    test(`${layer.getClassName()} on (${shape.join(', ')}), as TensorFlow.js has it: ${layer.name}`, (t) => {
      const x = input({ shape: [...shape], name: 'x' });
      const built = model({ inputs: x, outputs: layer.apply(x) as SymbolicTensor | SymbolicTensor[] });
      t.deepEqual(facts(readModel(saved(built))), facts(describeModel(built)));
    });
  }
}

test('layers that combine tensors, shared layers, and models in models', (t) => {
  const [a, b] = [input({ shape: [4, 3], name: 'a' }), input({ shape: [4, 3], name: 'b' })];
  const shared = layers.dense({ units: 3, name: 'shared' });
  const [left, right] = [apply(shared, a), apply(shared, b)];
  const inner = sequential({
    name: 'inner',
    layers: [layers.dense({ units: 2, inputShape: [4, 3] }), layers.flatten()],
  });
  const merged = [layers.add(), layers.multiply(), layers.average(), layers.maximum(), layers.minimum()].map(
    (layer) => apply(layer, [left, right]),
  );
  const built = model({
    inputs: [a, b],
    outputs: [
      ...merged,
      apply(layers.concatenate({ axis: 1 }), [left, right]),
      apply(layers.concatenate(), [left, right]),
      apply(layers.dot({ axes: 2 }), [left, right]),
      apply(layers.dot({ axes: [1, 1] }), [left, right]),
      apply(inner, left),
      apply(inner, right),
    ],
    name: 'many',
  });
  const read = readModel(saved(built));
  t.deepEqual(facts(read), facts(describeModel(built)));
  t.true(read.nodes.some(({ id }) => id === 'shared:2') && read.nodes.some(({ id }) => id === 'inner:2'));
});

test('a Sequential model, also one that starts with a model', (t) => {
  const first = sequential({
    layers: [layers.dense({ units: 2, inputShape: [4], name: 'd' })],
    name: 'first',
  });
  const built = sequential({ layers: [first, layers.dense({ units: 1, name: 'last' })], name: 'outer' });
  const read = readModel(saved(built));
  t.deepEqual(
    read.nodes.map(({ className, outputShapes }) => [className, outputShapes[0]]),
    [
      ['InputLayer', [null, 4]],
      ['Sequential', [null, 2]],
      ['Dense', [null, 1]],
    ],
  );
  t.deepEqual(
    read.nodes[1]!.inner?.nodes.map(({ id }) => id),
    ['d_input', 'd'],
  );
});

test('the roles of our own layers are read, too', (t) => {
  const x = input({ shape: [4], name: 'x' });
  const parameters = ['z_loc', 'z_log_variance'].map((name) => apply(layers.dense({ units: 2, name }), x));
  const [loc, logVariance] = klDivergenceLayer({ variable: 'z' }).apply(parameters) as [
    SymbolicTensor,
    SymbolicTensor,
  ];
  const noise = noiseInput({ shape: [2], name: 'z_noise', variable: 'z' });
  const scaled = apply(layers.multiply({ name: 'scaled' }), [
    apply(logVarianceToScale({ name: 'scale' }), logVariance),
    noise,
  ]);
  const z = apply(latent({ variable: 'z' }), apply(layers.add({ name: 'sum' }), [loc, scaled]));
  const logits = apply(layers.dense({ units: 4, name: 'logits' }), z);
  const built = model({ inputs: [x, noise], outputs: apply(bernoulliLikelihood(), logits), name: 'vae' });
  t.deepEqual(facts(readModel(saved(built))), facts(describeModel(built)));
});

test('weights come from the manifest where there is one, whatever their layer is', (t) => {
  const file = {
    format: 'layers-model',
    modelTopology: {
      keras_version: '2.15.0',
      model_config: {
        class_name: 'Functional',
        config: {
          name: 'm',
          layers: [
            {
              name: 'x',
              class_name: 'InputLayer',
              config: { batch_input_shape: [null, 4], name: 'x' },
              inbound_nodes: [],
            },
            {
              name: 'odd',
              class_name: 'Custom>Odd',
              config: { name: 'odd' },
              inbound_nodes: [[['x', 0, 0, {}]]],
            },
            {
              name: 'merge',
              class_name: 'TFOpLambda',
              config: { name: 'merge', function: 'math.add' },
              inbound_nodes: [['odd', 0, 1, { y: ['x', 0, 0] }]],
            },
          ],
          input_layers: [['x', 0, 0]],
          output_layers: [['merge', 0, 0]],
        },
      },
    },
    weightsManifest: [
      { paths: ['a.bin'], weights: [{ name: 'm/odd/cell/kernel', shape: [4, 7], dtype: 'float32' }] },
      { paths: ['b.bin'], weights: [{ name: 'odd/moving_mean', shape: [7], dtype: 'float32' }, 'damaged'] },
    ],
  };
  const [, odd, merge] = readModel(file).nodes;
  t.deepEqual(odd!.weights, [
    { name: 'cell/kernel', shape: [4, 7], trainable: true },
    { name: 'moving_mean', shape: [7], trainable: false },
  ]);
  t.deepEqual(odd!.outputShapes, [[], []], 'two outputs, of which nothing is known');
  t.deepEqual(merge!.inputs, [
    { node: 'odd', output: 1 },
    { node: 'x', output: 0 },
  ]);
});

test('a description reads back as it was written', (t) => {
  const description = JSON.parse(JSON.stringify(tutorialVae())) as ModelDescription;
  t.deepEqual(readModel(description), description);
  t.true(isModelFile(description));
});

const x = {
  name: 'x',
  class_name: 'InputLayer',
  config: { batch_input_shape: [null, 4] },
  inbound_nodes: [],
};
const call = (name: string, ...from: string[]) => ({
  name,
  class_name: 'Dense',
  config: { units: 4 },
  inbound_nodes: from.length > 0 ? [from.map((layer) => [layer, 0, 0, {}])] : [],
});
const functional = (list: unknown[], output: string) => ({
  class_name: 'Functional',
  config: { name: 'm', layers: list, input_layers: [['x', 0, 0]], output_layers: [[output, 0, 0]] },
});

const refused: [string, unknown, string, RegExp][] = [
  [
    'a cycle',
    functional([x, call('a', 'c'), call('b', 'a'), call('c', 'b')], 'c'),
    'graph',
    /^The model "m" has a cycle: (.) -> . -> . -> \1\.$/,
  ],
  ['a layer that reads itself', functional([x, call('a', 'a')], 'a'), 'graph', /has a cycle: a -> a\.$/],
  [
    'a missing layer',
    functional([x, call('a', 'nowhere')], 'a'),
    'graph',
    /refers to call 0 of "nowhere" in the inputs of "a", but the layer does not exist/,
  ],
  [
    'a missing output',
    functional([x], 'y'),
    'graph',
    /"y" in its list of outputs, but the layer does not exist/,
  ],
  [
    'two layers of a name',
    functional([x, call('a', 'x'), call('a', 'x')], 'a'),
    'data',
    /^file\.json has two layers named "a"\.$/,
  ],
  [
    'a layer without a class',
    functional([x, { name: 'a' }], 'a'),
    'data',
    /^file\.json, layer 2 has no class_name\.$/,
  ],
  [
    'a layer without a name',
    functional([{ ...x, name: undefined }], 'x'),
    'data',
    /^file\.json, layer 1 has no name\.$/,
  ],
  ['inbound nodes of another kind', functional([{ ...x, inbound_nodes: 3 }], 'x'), 'data', /not a list/],
  ['a configuration of another kind', functional([{ ...x, config: 'none' }], 'x'), 'data', /not an object/],
  [
    'a graph model',
    { format: 'graph-model', modelTopology: { node: [] } },
    'data',
    /is a TensorFlow.js graph model/,
  ],
  ['something else', { name: 'package' }, 'data', /^file\.json is not a layers model\.$/],
  ['a list', [], 'data', /is not a layers model/],
  ['nothing', null, 'data', /is not a layers model/],
  ['a damaged description', { ...tutorialVae(), nodes: [{ id: 'x' }] }, 'data', /damaged/],
];

for (const [what, value, kind, message] of refused) {
  test(`throws an error that gives the reason: ${what}`, (t) => {
    const error = t.throws(() => readModel(value, 'file.json'), { instanceOf: HelmholtzError });
    t.is(error.kind, kind as HelmholtzError['kind']);
    t.regex(error.message, message);
    t.truthy(error.hint);
  });
}

test('layers without a configuration, and unused layers, are read', (t) => {
  const bare = { name: 'bare', class_name: 'Strange', inbound_nodes: [[['x', 0, 0, {}]]] };
  const { nodes } = readModel(functional([x, bare, call('alone')], 'bare'));
  t.deepEqual(
    nodes.map(({ id, role }) => `${id} ${role}`),
    ['x observed', 'bare deterministic', 'alone deterministic'],
  );
});

test('a chain of 20,000 layers is read', (t) => {
  const list = [
    x,
    ...Array.from({ length: 20_000 }, (_, index) => call(`d${index + 1}`, index === 0 ? 'x' : `d${index}`)),
  ];
  t.is(readModel(functional(list, 'd20000')).nodes.length, 20_001);
});

interface KerasModels {
  readonly models: readonly {
    readonly config: unknown;
    readonly parameters: number;
    readonly layers: Readonly<
      Record<string, { readonly output: (number | null)[]; readonly parameters: number }>
    >;
  }[];
}

test('models of Keras 3, with the shapes and parameters that Keras finds for them', async (t) => {
  const file = new URL('../../../../tools/reference/keras-models.json', import.meta.url);
  const { models } = JSON.parse(await readFile(file, 'utf8')) as KerasModels;
  t.is(models.length, 3);
  for (const { config, parameters, layers } of models) {
    const { name, nodes } = readModel(config);
    const total = (list: readonly NodeDescription[]) => {
      const { trainable, nonTrainable } = countParameters(list);
      return trainable + nonTrainable;
    };
    t.is(total(nodes), parameters, name);
    for (const node of nodes.filter(({ id, layer }) => id === layer)) {
      const { output, parameters } = layers[node.layer]!;
      t.deepEqual(node.outputShapes[0], output, `${name}, ${node.layer}`);
      t.is(total([node]), parameters, `${name}, ${node.layer}`);
    }
  }
});
