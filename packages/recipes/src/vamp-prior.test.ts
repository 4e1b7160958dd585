/**
 * The VampPrior in the graphs of recipes, against its equation by hand: log 1/K sum over k of q(z
 * given u_k).
 */
import { HelmholtzError } from '@helmholtz/base';
import {
  createOptimizer,
  elbo,
  type LatentVariableModel,
  priorDraws,
  readSpec,
  readWeights,
  train,
  writeSpec,
  type SpecInput,
} from '@helmholtz/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import { buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';
import { ByHand, type NormalByHand, drawn } from './testing/by-hand.js';
import { metricsOf } from './testing/terms.js';

const { tanh } = Math;
const dense = (units: number) => [{ layer: 'dense', units, activation: 'tanh' }];
const spec: SpecInput = {
  recipe: 'vae',
  observed: { shape: [6] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: dense(5), generative: dense(5) },
  prior: { name: 'vampPrior', components: 3 },
  objective: { name: 'elbo', kl: 'monteCarlo' },
  seed: 8,
};
const x = [1, 0, 1, 1, 0, 0];
const z = [0.4, -0.9];

const normalLogProb = (at: readonly number[], { loc, logVariance }: NormalByHand): number =>
  at.reduce((sum, value, index) => {
    const distance = (value - loc[index]!) ** 2 / Math.exp(logVariance[index]!);
    return sum - (Math.log(2 * Math.PI) + logVariance[index]! + distance) / 2;
  }, 0);

const mixtureLogProb = (at: readonly number[], components: readonly NormalByHand[]): number =>
  Math.log(
    components.reduce((sum, component) => sum + Math.exp(normalLogProb(at, component)), 0) /
      components.length,
  );

const close = (t: ExecutionContext, value: number, expected: number, what = ''): boolean =>
  t.true(Math.abs(value - expected) < 2e-5 * (1 + Math.abs(expected)), `${what} ${value}, ${expected}`);

/** Rows of a matrix of weights. */
const rows = (by: ByHand, weight: string, length: number): number[][] => {
  const values = by.values(weight);
  return Array.from({ length: values.length / length }, (_, row) =>
    values.slice(row * length, (row + 1) * length),
  );
};

/** q(z | features), by hand. */
const posteriorOf = (by: ByHand, network: string, latent: string) => (observed: readonly number[]) => {
  const features = by.dense(`${network}/${network}_1`, observed, tanh);
  return {
    loc: by.dense(`${latent}_loc`, features),
    logVariance: by.dense(`${latent}_log_variance`, features),
  };
};

function priorLogProb(model: LatentVariableModel, name: string, at: number[]): number {
  const latent = model.latents.find((each) => each.name === name)!;
  return tidy(
    () =>
      model
        .priorOf(latent)
        .logProb(tensor([at]))
        .dataSync()[0]!,
  );
}

test('the density is the mixture of posteriors at the pseudo-inputs', async (t) => {
  const model = buildModel(spec);
  const by = await ByHand.create(model);
  const q = posteriorOf(by, 'recognition', 'z');
  const components = rows(by, 'z_prior_pseudo_x/values', 6).map(q);
  t.is(components.length, 3);
  close(t, priorLogProb(model, 'z', z), mixtureLogProb(z, components));

  const noise = [1.2, -0.3];
  const value = drawn(q(x), noise);
  const kl = normalLogProb(value, q(x)) - mixtureLogProb(value, components);
  close(t, metricsOf(model, { x }, { z_noise: noise }, elbo({ kl: 'monteCarlo' }))['kl/z']!, kl);
});

test('the prior uses the recognition network: only the pseudo-inputs are new weights', async (t) => {
  const { prior: _, ...plain } = spec;
  const [before, after] = [buildModel(plain), buildModel(spec)];
  const added = [...after.weights.keys()].filter((name) => !before.weights.has(name));
  t.deepEqual(added.sort(), ['z_prior_logits/value', 'z_prior_pseudo_x/values']);
  const again = buildModel(readSpec(writeSpec(after.spec!), 'spec.yaml'));
  t.deepEqual(await readWeights(again), await readWeights(after));
});

test('draws come equally often from each component', async (t) => {
  const model = buildModel({ ...spec, posterior: { name: 'normal', scale: 1e-4 } });
  const by = await ByHand.create(model);
  const locs = rows(by, 'z_prior_pseudo_x/values', 6).map((u) =>
    by.dense('z_loc', by.dense('recognition/recognition_1', u, tanh)),
  );
  const count = 3000;
  const { values } = (await priorDraws(model, count, 2)).get('z')!;
  const counts = locs.map(
    ([first, second]) =>
      Array.from({ length: count }, (_, row) =>
        Math.hypot(values[2 * row]! - first!, values[2 * row + 1]! - second!),
      ).filter((distance) => distance < 1e-2).length,
  );
  t.is(
    counts.reduce((sum, each) => sum + each),
    count,
  );
  for (const each of counts) t.true(Math.abs(each - count / 3) < 4 * Math.sqrt((count * 2) / 9), `${each}`);
});

test('in a hierarchy, pseudo-inputs stand for the latents that decide the posterior', async (t) => {
  const model = buildModel({
    ...spec,
    recipe: 'dlgm',
    latents: [
      { name: 'z1', size: 4 },
      { name: 'z2', size: 2 },
    ],
    networks: {
      recognition_z1: dense(5),
      recognition_z2: dense(5),
      generative_z1: dense(5),
      generative_x: dense(5),
    },
  });
  const by = await ByHand.create(model);
  const components = rows(by, 'z2_prior_pseudo_z1/values', 4).map(posteriorOf(by, 'recognition_z2', 'z2'));
  close(t, priorLogProb(model, 'z2', z), mixtureLogProb(z, components));
  t.deepEqual(
    model.ancestralOrder.map(({ name }) => name),
    ['z2', 'z1'],
  );
});

test('a conditional model has pseudo-inputs for its condition too', async (t) => {
  const model = buildModel({ ...spec, recipe: 'cvae', inputs: [{ name: 'label', shape: [3] }] });
  const by = await ByHand.create(model);
  const labels = rows(by, 'z_prior_pseudo_label/values', 3);
  const components = rows(by, 'z_prior_pseudo_x/values', 6).map((u, index) =>
    posteriorOf(by, 'recognition', 'z')([...u, ...labels[index]!]),
  );
  close(t, priorLogProb(model, 'z', z), mixtureLogProb(z, components));
});

test('vampPrior works for images and a learned scale', (t) => {
  const model = buildModel({
    ...spec,
    observed: { shape: [4, 4, 1] },
    networks: {
      recognition: [{ layer: 'conv2d', filters: 2, kernelSize: 3, activation: 'relu' }],
      generative: [],
    },
    posterior: { name: 'normal', scale: 'learned' },
  });
  t.deepEqual(model.weights.get('z_prior_pseudo_x/values')!.shape, [3, 16]);
  t.true(Number.isFinite(priorLogProb(model, 'z', z)));
});

test('pseudo-inputs are learned with the rest, with several samples too', async (t) => {
  for (const objective of [
    elbo({ kl: 'monteCarlo' }),
    elbo({ kl: 'monteCarlo', samples: 4, gradient: 'path' }),
  ]) {
    const model = buildModel(spec);
    const before = await readWeights(model);
    const values = [...x, ...x.map((value) => 1 - value)];
    const { history } = await train(model, {
      data: {
        name: 'two',
        size: 2,
        shape: [6],
        read: (indices, out) =>
          Array.from(indices).forEach((index, row) =>
            out.set(values.slice(6 * index, 6 * index + 6), 6 * row),
          ),
      },
      objective,
      optimizer: createOptimizer({ name: 'adam', learningRate: 0.02 }),
      epochs: 60,
      batchSize: 2,
      seed: 1,
    });
    t.true(history.at(-1)!.train['nelbo']! < history[0]!.train['nelbo']! - 0.5);
    const pseudo = 'z_prior_pseudo_x/values';
    t.notDeepEqual((await readWeights(model)).get(pseudo), before.get(pseudo));
  }
});

test('a posterior that vampPrior does not support is an error', (t) => {
  const error = t.throws(() => buildModel({ ...spec, posterior: 'relaxedBernoulli' }), {
    instanceOf: HelmholtzError,
    message: 'The posterior of "z" has the family "logitRelaxedBernoulli".',
  });
  t.regex(error.hint!, /"normal"/);
  t.throws(() => buildModel({ ...spec, prior: { name: 'vampPrior', components: 0 } }), {
    message: /components: 0 was given/,
  });
  t.regex(
    t.throws(() => buildModel({ ...spec, prior: 'vampPryor' as never }), { instanceOf: HelmholtzError })
      .hint!,
    /Did you mean "vampPrior"/,
  );
});

test('beside precision-weighted posteriors, where the prior of the top latent is not weighed in', (t) => {
  const model = buildModel({
    ...spec,
    recipe: { name: 'dlgm', recognition: 'topDown' },
    posterior: 'precisionWeighted',
    networks: { recognition_z: dense(5), generative_x: dense(5) },
  });
  t.true(Number.isFinite(priorLogProb(model, 'z', z)));
});
