import { describeModel, LatentVariableModel, meanOf, varianceOf } from '@helmholtz/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type LayersModel, type SymbolicTensor, input, layers, sequential } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { klDivergenceLayer } from './kl-divergence-layer.js';
import type { KLDivergence } from './kl-divergence.js';
import { type Latent, latent } from './latent.js';
import { bernoulliLikelihood } from './likelihoods/bernoulli.js';
import { type NormalLikelihood, type NormalScale, normalLikelihood } from './likelihoods/normal.js';
import { logVarianceToScale } from './log-variance-to-scale.js';
import { latentVariableGraph } from './model.js';
import { type NoiseInput, noiseInput } from './noise-input.js';
import { reparameterize } from './reparameterize.js';
import '@helmholtz/testing/cpu-backend';
import { roundTrip } from './testing/round-trip.js';
import { call, callForSeveral, dense, numbers } from './testing/symbolic.js';

/** A latent built with all layers of this package, with any name. */
function latentOf(features: SymbolicTensor, variable: string, prior?: SymbolicTensor[]): SymbolicTensor {
  const parameters = [dense(`${variable}_loc`, 2, features), dense(`${variable}_log_variance`, 2, features)];
  const [loc, logVariance] = callForSeveral(
    klDivergenceLayer({
      variable,
      prior: prior ? { name: 'normal' } : { name: 'normal', loc: 0.5, scale: 2 },
      conditional: prior !== undefined,
    }),
    [...parameters, ...(prior ?? [])],
  );
  const scale = call(logVarianceToScale({ name: `${variable}_scale` }), logVariance!);
  const noise = noiseInput({ shape: [2], name: `${variable}_noise`, variable, source: 'uniform' });
  return call(latent({ variable }), reparameterize({ loc: loc!, scale, noise }, variable));
}

/**
 * Two latents, the second's prior from the first, and a normal distribution of them through a
 * Sequential.
 */
function build(names: readonly [string, string], observed: string, scale: NormalScale): LayersModel {
  const x = input({ shape: [3], name: observed });
  const first = latentOf(x, names[0]);
  const second = latentOf(x, names[1], [dense('prior_loc', 2, first), dense('prior_log_variance', 2, first)]);
  const decoder = sequential({
    name: 'decoder',
    layers: [layers.dense({ units: 3, inputShape: [4], name: 'out' })],
  });
  const loc = call(decoder, call(layers.concatenate(), [first, second]));
  const head = normalLikelihood({ variable: observed, scale });
  return latentVariableGraph({ name: 'm', inputs: [x], outputs: [call(head, loc)] });
}

/** Returns the description without configurations: loading replaces omitted options by null. */
function structureOf(model: LayersModel): object[] {
  return describeModel(model).nodes.map(({ config: _, inner: __, ...node }) => node);
}

const namings: [readonly [string, string], string][] = [
  [['z', 'w'], 'x'],
  [['z_top', 'zTop'], 'x_1'],
  [['x_1', 'x1'], 'xOne'],
  [['aB_cD', 'a_b_c_d'], 'UPPER_lower'],
  [['z1_', 'z_1'], 'x__y'],
];

for (const [names, observed] of namings) {
  test(`topology and weights survive saving and loading: ${[...names, observed].join(', ')}`, async (t) => {
    const saved = build(names, observed, 'learnedPerElement');
    const loaded = await roundTrip(saved);
    const feeds = saved.inputs.map(({ shape }, index) =>
      tensor(
        [0.3, -1, 2].slice(0, shape[1]!).map((value) => value * (index + 1)),
        [1, shape[1]!],
      ),
    );
    t.deepEqual(numbers(loaded.predict(feeds) as Tensor), numbers(saved.predict(feeds) as Tensor));
    t.deepEqual(loaded.getWeights().map(numbers), saved.getWeights().map(numbers));
    t.deepEqual(structureOf(loaded), structureOf(saved));
  });

  test(`a loaded graph is the same probabilistic model: ${[...names, observed].join(', ')}`, async (t) => {
    const [saved, loaded] = [build(names, observed, 0.25), await roundTrip(build(names, observed, 0.25))].map(
      (graph) => new LatentVariableModel(graph),
    );
    for (const model of [saved!, loaded!]) {
      t.deepEqual(model.latents.map(({ name }) => name).sort(), [...names].sort());
      t.deepEqual(
        model.observed.map(({ name }) => name),
        [observed],
      );
      t.deepEqual(new Set(model.noise.map(({ source }) => source)), new Set(['uniform']));
    }
    t.deepEqual([...loaded!.weights.keys()], [...saved!.weights.keys()]);
    const order = ({ ancestralOrder }: LatentVariableModel) => ancestralOrder.map(({ name }) => name);
    t.deepEqual(order(loaded!), [...names]);
  });
}

test('every layer is loaded with its class and configuration', async (t) => {
  const loaded = await roundTrip(build(['z_top', 'z'], 'x', 0.25));
  const divergence = loaded.getLayer('z_top_kl') as KLDivergence;
  t.deepEqual([divergence.role, divergence.variable, divergence.priorName], ['kl', 'z_top', 'normal']);
  t.is(numbers(meanOf(divergence.prior([])))[0], 0.5);
  t.is(numbers(varianceOf(divergence.prior([])))[0], 4);
  const conditional = loaded.getLayer('z_kl') as KLDivergence;
  t.deepEqual([conditional.posteriorName, conditional.priorName], ['normal', 'normal']);
  t.is(numbers(meanOf(conditional.prior([tensor([7]), tensor([0])])))[0], 7);
  const noise = loaded.getLayer('z_top_noise') as NoiseInput;
  t.deepEqual([noise.role, noise.variable, noise.source], ['noise', 'z_top', 'uniform']);
  t.is((loaded.getLayer('z_top') as Latent).variable, 'z_top');
  const head = loaded.getLayer('x_likelihood') as NormalLikelihood;
  t.deepEqual([head.role, head.variable, head.family], ['likelihood', 'x', 'normal']);
  t.true(Math.abs(numbers(varianceOf(head.distribution(tensor([0]))))[0]! - 0.0625) < 1e-7);
});

test('names of variables may be any text where layers are named otherwise', async (t) => {
  const variable = 'my z, "quoted"/1';
  const x = input({ shape: [2], name: 'x' });
  const [loc] = callForSeveral(klDivergenceLayer({ variable, name: 'kl' }), [
    dense('a', 2, x),
    dense('b', 2, x),
  ]);
  const noise = noiseInput({ shape: [2], name: 'noise', variable });
  const value = call(latent({ variable, name: 'value' }), call(layers.add(), [loc!, noise]));
  const loaded = await roundTrip(latentVariableGraph({ name: 'm', inputs: [x], outputs: [value] }));
  for (const name of ['kl', 'noise', 'value']) {
    t.is((loaded.getLayer(name) as unknown as { variable: string }).variable, variable, name);
  }
});

test('a loaded model trains as before, its divergence in the loss', async (t) => {
  const x = input({ shape: [2], name: 'x' });
  const [loc] = callForSeveral(klDivergenceLayer(), [dense('a', 2, x), dense('b', 2, x)]);
  const head = bernoulliLikelihood();
  const graph = latentVariableGraph({ name: 'm', inputs: [x], outputs: [call(head, loc!)] });
  const data = tensor([[1, 0]]);
  const losses = [];
  for (const model of [graph, await roundTrip(graph)]) {
    model.compile({ optimizer: 'sgd', loss: (model.getLayer('x_likelihood') as typeof head).nll });
    const { history } = await model.fit(data, data, { epochs: 2, verbose: 0 });
    losses.push(history['loss']);
  }
  t.deepEqual(losses[0], losses[1]);
});
