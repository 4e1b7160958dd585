import { type SymbolicTensor, input, layers, model, sequential } from '@tensorflow/tfjs-layers';
import test from 'ava';

import type { ModelDescription } from '../description/description.js';
import '@helmholtz/testing/cpu-backend';
import { Divergence } from '../testing/role-layers.js';
import { tinyGraph } from '../testing/tiny-model.js';
import { describeModel } from './describe.js';

const symbolic = (value: unknown): SymbolicTensor => value as SymbolicTensor;

/** One line per node: its role, its inputs and its outputs. */
function summary({ nodes }: ModelDescription): string[] {
  return nodes.map(({ id, role, variable, distribution, inputs, outputShapes }) =>
    [
      `${id}: ${role}`,
      variable && ` of ${variable}`,
      distribution && ` (${distribution})`,
      inputs.length > 0 && ` <- ${inputs.map(({ node, output }) => `${node}.${output}`).join(' ')}`,
      ` [${outputShapes.map((shape) => shape.join('x')).join('] [')}]`,
    ]
      .filter(Boolean)
      .join(''),
  );
}

test('every call with its role, its variable, its inputs and its shapes, in topological order', (t) => {
  t.deepEqual(summary(describeModel(tinyGraph())), [
    'x: observed of x [x4]',
    'z_noise: noise of z (standardNormal) [x2]',
    'hidden: deterministic <- x.0 [x8]',
    'z_loc: deterministic <- hidden.0 [x2]',
    'z_log_variance: deterministic <- hidden.0 [x2]',
    'z_kl: kl of z (standardNormal) <- z_loc.0 z_log_variance.0 [x2] [x2]',
    'z_scale: deterministic <- z_kl.1 [x2]',
    'z_scaled_noise: reparameterization of z <- z_scale.0 z_noise.0 [x2]',
    'z_sum: reparameterization of z <- z_kl.0 z_scaled_noise.0 [x2]',
    'z: latent of z <- z_sum.0 [x2]',
    'generative: deterministic <- z.0 [x4]',
    'x_likelihood: likelihood of x (bernoulli) <- generative.0 [x4]',
  ]);
});

test('the description of a node has its class, activation, weights and configuration', (t) => {
  const { nodes, inputs, outputs, name } = describeModel(tinyGraph());
  const hidden = nodes.find(({ id }) => id === 'hidden')!;
  t.is(hidden.className, 'Dense');
  t.is(hidden.activation, 'tanh');
  t.is(hidden.dtype, 'float32');
  t.true(hidden.trainable);
  t.deepEqual(hidden.inputShapes, [[null, 4]]);
  t.deepEqual(hidden.weights, [
    { name: 'kernel', shape: [4, 8], trainable: true },
    { name: 'bias', shape: [8], trainable: true },
  ]);
  t.is(hidden.config['units'], 8);
  t.is(name, 'tiny');
  t.deepEqual(inputs, [
    { node: 'x', output: 0 },
    { node: 'z_noise', output: 0 },
  ]);
  t.deepEqual(outputs, [{ node: 'x_likelihood', output: 0 }]);
});

test('the description of a KL node has both families, and the constants of a constant prior', (t) => {
  const kl = describeModel(tinyGraph()).nodes.find(({ role }) => role === 'kl')!;
  t.is(kl.posterior, 'normal');
  t.false('constants' in kl);
  const x = input({ shape: [2], name: 'x' });
  const layer = Object.assign(new Divergence('z'), { priorConstants: { loc: 0, scale: 2 } });
  const graph = model({ inputs: x, outputs: layer.apply([x, x]) as SymbolicTensor[] });
  t.deepEqual(describeModel(graph).nodes[1]!.constants, { loc: 0, scale: 2 });
});

test('is plain data, and the same for every build', (t) => {
  const description = describeModel(tinyGraph());
  t.deepEqual(JSON.parse(JSON.stringify(description)), description);
  t.deepEqual(describeModel(tinyGraph({ seed: 9 })), description);
});

test('any model is described: shared layers, models within models, an input that is an output', (t) => {
  const inner = sequential({
    name: 'inner',
    layers: [
      layers.dense({ units: 3, inputShape: [2], name: 'first', trainable: false }),
      layers.dropout({ rate: 0.5, name: 'dropped' }),
    ],
  });
  const shared = layers.dense({ units: 2, name: 'shared' });
  const x = input({ shape: [2], name: 'x' });
  const twice = symbolic(shared.apply(symbolic(shared.apply(x))));
  const graph = model({ name: 'outer', inputs: x, outputs: [symbolic(inner.apply(twice)), x] });
  const description = describeModel(graph);
  t.deepEqual(summary(description), [
    'x: observed of x [x2]',
    'shared: deterministic <- x.0 [x2]',
    'shared:2: deterministic <- shared.0 [x2]',
    'inner: deterministic <- shared:2.0 [x3]',
  ]);
  t.deepEqual(description.outputs, [
    { node: 'inner', output: 0 },
    { node: 'x', output: 0 },
  ]);
  const nested = description.nodes.at(-1)!;
  t.is(nested.className, 'Sequential');
  t.deepEqual(nested.weights, []);
  t.false('layers' in nested.config);
  const [entry, ...rest] = summary(nested.inner!);
  t.regex(entry!, /^first_input: deterministic \[x2\]$/, 'an input inside is fed by the graph around it');
  t.deepEqual(rest, ['first: deterministic <- first_input.0 [x3]', 'dropped: deterministic <- first.0 [x3]']);
  t.deepEqual(
    nested.inner!.nodes[1]!.weights.map(({ name, trainable }) => [name, trainable]),
    [
      ['kernel', false],
      ['bias', false],
    ],
  );
});

test('weights that training does not change are marked', (t) => {
  const x = input({ shape: [2], name: 'x' });
  const graph = model({ inputs: x, outputs: symbolic(layers.batchNormalization().apply(x)) });
  const trainable = describeModel(graph).nodes[1]!.weights.map((weight) => [weight.name, weight.trainable]);
  t.deepEqual(trainable, [
    ['gamma', true],
    ['beta', true],
    ['moving_mean', false],
    ['moving_variance', false],
  ]);
});

test('axes that are not fixed are null', (t) => {
  const x = input({ shape: [null, 3], name: 'x' });
  const graph = model({ inputs: x, outputs: symbolic(layers.dense({ units: 1, name: 'each' }).apply(x)) });
  t.deepEqual(
    describeModel(graph).nodes.map(({ outputShapes }) => outputShapes[0]),
    [
      [null, null, 3],
      [null, null, 1],
    ],
  );
});

test('a node with a noise input is no reparameterization unless a latent follows it', (t) => {
  const graph = tinyGraph();
  const loose = model({ inputs: graph.inputs, outputs: graph.getLayer('z_sum').output });
  const roles = describeModel(loose).nodes.map(({ id, role }) => [id, role]);
  t.deepEqual(roles.at(-1), ['z_sum', 'deterministic']);
});
