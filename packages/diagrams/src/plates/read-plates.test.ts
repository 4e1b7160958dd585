import { HelmholtzError } from '@helmholtz/base';
import type { ModelDescription } from '@helmholtz/core/description';
import test from 'ava';

import { flatten } from '../graph/flatten.js';
import { plainText } from '../math/math.js';
import { tutorialVae } from '../testing/models.js';
import { zoo } from '../testing/zoo.js';
import { type PlateOptions, resolvePlateOptions } from './options.js';
import { readPlates } from './read-plates.js';

const read = (model: ModelDescription, options: Partial<PlateOptions> = {}) =>
  readPlates(
    flatten(model, ({ inner }) => inner !== undefined),
    resolvePlateOptions(options),
  );

/** A line an edge: solid for the generative direction, dashed for recognition. */
const edges = (model: ModelDescription, options?: Partial<PlateOptions>) =>
  read(model, options).edges.map(({ from, to, direction }) =>
    [from, direction === 'generative' ? '->' : '-->', to].join(' '),
  );

const densities = (model: ModelDescription) =>
  read(model).densities.map(
    ({ symbol, family, shape }) => `${plainText(symbol)}: ${family} ${shape.join('x')}`,
  );

test('the VAE of Kingma and Welling (2014), figure 1: variables, parameters and both directions', (t) => {
  const { nodes, plates, parameters } = read(tutorialVae());
  t.deepEqual(
    nodes.map(({ id, kind }) => `${id} ${kind}`),
    [
      'z latent',
      'x observed',
      'z_noise noise',
      'parameters:generative parameters',
      'parameters:recognition parameters',
    ],
  );
  t.deepEqual(edges(tutorialVae(), { showNoise: false }), [
    'z -> x',
    'parameters:generative -> x',
    'x --> z',
    'parameters:recognition --> z',
  ]);
  t.deepEqual(plates, [{ kind: 'data', symbol: 'N', members: ['z', 'x', 'z_noise'] }]);
  // 2·256 + 256 + 256·784 + 784, and 784·256 + 256 + 2 (256·2 + 2)
  t.deepEqual(
    parameters.map(({ symbol, count }) => [symbol, count]),
    [
      ['theta', 202_256],
      ['phi', 201_988],
    ],
  );
});

test('each factor with its family and its shape; a prior without weights has no θ', (t) => {
  t.deepEqual(densities(zoo.conditional), [
    'p(z): Normal(0, I) 2',
    'p_θ(x | y, z): Bernoulli 8',
    'q_φ(z | x, y): Normal 2',
    'p(ε): Normal(0, I) 2',
  ]);
});

test('a hierarchy is read in both directions, also where recognition goes from latent to latent', (t) => {
  t.deepEqual(edges(zoo.chain, { showNoise: false, showParameters: false }), [
    ...['z2 -> z1', 'z3 -> z2', 'z1 -> x'],
    ...['x --> z1', 'z1 --> z2', 'z2 --> z3'],
  ]);
  t.deepEqual(edges(zoo.ladder, { showNoise: false, showParameters: false }).slice(3), [
    ...['x --> z3', 'x --> z2', 'z3 --> z2', 'x --> z1', 'z2 --> z1'],
  ]);
});

test('noise has an arrow to its latent; several noises have the subscripts of their latents', (t) => {
  const { nodes } = read(zoo.composed);
  const noise = nodes.filter(({ kind }) => kind === 'noise').map(({ id, symbol }) => `${id} ${symbol}`);
  t.deepEqual(noise, [
    'z_top_noise epsilon_{top}',
    'z_style_noise epsilon_{style}',
    'z_class_noise epsilon_{class}',
  ]);
  t.true(edges(zoo.composed).includes('z_style_noise --> z_style'));
  t.is(edges(zoo.composed).filter((edge) => edge.includes('noise')).length, 3);
  const symbols = read(zoo.factors).nodes.map(({ symbol }) => symbol);
  t.true(symbols.includes('epsilon_{a}'));
});

test('given symbols of variables, noise and parameters are used; an unknown name is an error', (t) => {
  const symbols = { z: 'h_n', z_noise: 'xi', theta: 'w' };
  const { nodes } = read(tutorialVae(), { symbols });
  t.deepEqual(
    Object.values(symbols).filter((symbol) => !nodes.some((node) => node.symbol === symbol)),
    [],
  );
  const error = t.throws(() => read(tutorialVae(), { symbols: { q: 'h' } }), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.regex(error.message, /Unknown variable "q" in symbols/);
  t.regex(error.hint!, /x, z, z_noise, theta, phi/);
});

test('a latent without noise and prior is a function', (t) => {
  t.is(read(zoo.autoencoder).nodes[0]!.kind, 'deterministic');
  t.deepEqual(densities(zoo.autoencoder), ['p_θ(x | code): Bernoulli 8', 'code = f_φ(x): deterministic 2']);
});

test('the plate of samples is around what recognition draws, and only where there are several', (t) => {
  t.is(read(tutorialVae(), { samples: 1 }).plates.length, 1);
  t.deepEqual(read(tutorialVae(), { samples: 50, dataSize: 60_000 }).plates, [
    { kind: 'data', symbol: 'N', size: 60_000, members: ['z', 'x', 'z_noise'] },
    { kind: 'samples', symbol: 'K', size: 50, members: ['z', 'z_noise'] },
  ]);
});

test('a variable without a batch axis is outside of the plate of the data', (t) => {
  const { nodes, ...model } = zoo.factors;
  const shared = nodes.map((node) =>
    /^c(_noise)?$/.test(node.id) ? { ...node, outputShapes: [[2]] } : node,
  );
  const plates = read({ ...model, nodes: shared }).plates;
  t.deepEqual(plates[0]!.members, ['a', 'b', 'x', 'a_noise', 'b_noise']);
});

test('a latent that is declared global stands outside of the plate of the data, with its noise', (t) => {
  const { nodes, ...model } = zoo.factors;
  const global = nodes.map((node) => (node.id === 'c_kl' ? { ...node, global: true as const } : node));
  const { plates } = read({ ...model, nodes: global });
  t.deepEqual(plates[0]!.members, ['a', 'b', 'x', 'a_noise', 'b_noise']);
});

test('weights that are shared count once; those that are not learned, not at all', (t) => {
  const { nodes, ...model } = zoo.factors;
  const frozen = nodes.map((node) =>
    node.id.startsWith('x_')
      ? { ...node, weights: node.weights.map((weight) => ({ ...weight, trainable: false })) }
      : node,
  );
  const { parameters, edges: left } = read({ ...model, nodes: frozen });
  t.deepEqual(
    parameters.map(({ direction }) => direction),
    ['recognition'],
  );
  t.false(left.some(({ from }) => from === 'parameters:generative'));

  const shared = nodes.map((node) => (node.id === 'b_loc' ? { ...node, layer: 'a_loc' } : node));
  const count = (description: ModelDescription) =>
    read(description).parameters.find(({ id }) => id === 'parameters:recognition')!.count;
  t.is(count({ ...model, nodes: shared }), count(zoo.factors) - (8 * 2 + 2));
});

test('symbols of variables can be chosen', (t) => {
  const { nodes, densities } = read(tutorialVae(), { symbols: { z: 'h_{n}', x: 'v_n', phi: 'theta^r' } });
  t.deepEqual(
    nodes.slice(0, 2).map(({ symbol }) => plainText(symbol)),
    ['h_n', 'v_n'],
  );
  t.true(densities.some(({ symbol }) => symbol === 'q_{theta^r}(h_{n} | v_n)'));
});

test('a model without latents and invalid sizes of plates are errors', (t) => {
  const { nodes, ...model } = zoo.autoencoder;
  const plain = { ...model, nodes: nodes.map((node) => ({ ...node, role: 'deterministic' as const })) };
  const error = t.throws(() => read(plain), { instanceOf: HelmholtzError });
  t.is(error.kind, 'graph');
  t.is(error.message, 'The level "plates" needs a latent variable. The model "autoencoder" declares none.');
  for (const samples of [0, 1.5, Number.NaN]) {
    t.throws(() => read(tutorialVae(), { samples }), {
      message: `samples must be an integer above 0. Received: ${samples}.`,
    });
  }
});
