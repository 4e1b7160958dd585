/**
 * Regressions with latent weights: against the closed form of a linear one, and numerical
 * integration of a logistic one.
 */
import { HelmholtzError } from '@helmholtz/base';
import {
  createOptimizer,
  createSchedule,
  type Dataset,
  elbo,
  estimateNll,
  evaluate,
  importanceWeightedBound,
  type LatentVariableModel,
  predict,
  readWeights,
  summarizePredictions,
  train,
  type SpecInput,
} from '@helmholtz/core';
import test, { type ExecutionContext } from 'ava';

import { buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';
import { ByHand } from './testing/by-hand.js';
import { metricsOf } from './testing/terms.js';

const regression = (
  features: number,
  outputs: number,
  likelihood: SpecInput['likelihood'],
  changes: Partial<SpecInput> = {},
): SpecInput => ({
  recipe: 'bayesian-softmax-regression',
  observed: { shape: [features] },
  inputs: [{ name: 'label', shape: [outputs] }],
  latents: [{ name: 'w', size: (features + 1) * outputs }],
  networks: { generative: [] },
  likelihood,
  ...changes,
});

/** Rows of x and of the label. */
function dataOf(x: readonly (readonly number[])[], label: readonly (readonly number[])[]): Dataset {
  const variable = (rows: readonly (readonly number[])[]) => ({
    shape: [rows[0]!.length],
    fixed: true,
    read: (indices: ArrayLike<number>, out: Float32Array) =>
      Array.from(indices).forEach((index, row) => out.set(rows[index]!, row * rows[0]!.length)),
  });
  return { name: 'rows', size: x.length, variables: { x: variable(x), label: variable(label) } };
}

/** Learns q(w) as far as it goes: all examples at every step, many draws, and a rate that falls. */
async function learned(spec: SpecInput, data: Dataset): Promise<LatentVariableModel> {
  const model = buildModel(spec);
  await train(model, {
    data,
    objective: elbo({ samples: 32 }),
    optimizer: createOptimizer({ name: 'adam', learningRate: 0.05 }),
    schedule: createSchedule({ name: 'cosine', final: 0 }, 0.05),
    epochs: 400,
    batchSize: data.size,
    seed: 1,
  });
  return model;
}

const within = (t: ExecutionContext, value: number, expected: number, most: number, what = ''): boolean =>
  t.true(Math.abs(value - expected) < most, `${what} ${value}, ${expected}`);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** log p(data), in nats: that many times the bound of an example is below it. */
const logEvidence = async (model: LatentVariableModel, data: Dataset): Promise<number> => {
  const objective = elbo({ samples: 4000 });
  const { nelbo } = await evaluate(model, { data, objective, batchSize: data.size, seed: 5 });
  return -nelbo! * data.size;
};

test('linear with normal noise: the posterior and the evidence of the closed form', async (t) => {
  // Features of mean zero that are orthogonal: weights are independent given the data, as the
  // posterior says.
  const x = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5].flatMap((a) => [-1, 1].map((b) => [a, b]));
  const y = x.map(([a, b], index) => [0.7 * a! - 0.4 * b! + 0.5 + 0.3 * Math.sin(index * 3)]);
  const [noise, prior] = [0.5, 0.8];
  const model = await learned(
    regression(2, 1, { name: 'normal', scale: noise }, { prior: { name: 'normal', loc: 0, scale: prior } }),
    dataOf(x, y),
  );
  const by = await ByHand.create(model);
  const columns = [x.map((row) => row[0]!), x.map((row) => row[1]!), x.map(() => 1)];
  let explained = 0;
  columns.forEach((column, index) => {
    const precision = sum(column.map((value) => value ** 2)) / noise ** 2 + 1 / prior ** 2;
    const projected = sum(column.map((value, row) => value * y[row]![0]!)) / noise ** 2;
    within(t, by.values('w_loc/value')[index]!, projected / precision, 5e-3, `mean ${index}`);
    within(t, by.values('w_log_variance/value')[index]!, -Math.log(precision), 0.02, `variance ${index}`);
    explained += projected ** 2 / precision - Math.log(precision * prior ** 2);
  });
  const residual = sum(y.map(([value]) => value! ** 2)) / noise ** 2;
  const evidence = (explained - residual - x.length * Math.log(2 * Math.PI * noise ** 2)) / 2;
  within(t, await logEvidence(model, dataOf(x, y)), evidence, 0.05, 'evidence');
});

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const values = Array.from({ length: 30 }, (_, index) => [(index - 14.5) / 6]);
const classes = values.map(([value], index) => [
  sigmoid(1.5 * value! + 0.3) > (((index * 7) % 10) + 0.5) / 10 ? 1 : 0,
]);
const logistic: SpecInput = {
  ...regression(1, 1, 'bernoulli'),
  recipe: 'bayesian-logistic-regression',
};

test('logistic: below the evidence by numerical integration, near to it, and around the true posterior', async (t) => {
  const model = await learned(logistic, dataOf(values, classes));
  // The posterior of slope and intercept on a grid.
  const axis = Array.from({ length: 241 }, (_, index) => -4 + index / 20);
  const cell = (1 / 20) ** 2;
  let [evidence, slope, intercept] = [0, 0, 0];
  for (const a of axis) {
    for (const b of axis) {
      const logLikelihood = sum(
        values.map(
          ([value], row) => -Math.log1p(Math.exp((classes[row]![0] === 1 ? -1 : 1) * (a * value! + b))),
        ),
      );
      const density = (Math.exp(logLikelihood - (a * a + b * b) / 2) / (2 * Math.PI)) * cell;
      evidence += density;
      slope += density * a;
      intercept += density * b;
    }
  }
  const exact = Math.log(evidence);
  const bound = await logEvidence(model, dataOf(values, classes));
  t.true(bound < exact + 0.02 && bound > exact - 0.15, `${bound}, ${exact}`);
  const loc = (await ByHand.create(model)).values('w_loc/value');
  within(t, loc[0]!, slope / evidence, 0.1, 'slope');
  within(t, loc[1]!, intercept / evidence, 0.1, 'intercept');
});

/** Weights that were not learned but set. */
async function at(spec: SpecInput, loc: readonly number[], scale: number): Promise<LatentVariableModel> {
  const model = buildModel({ ...spec, posterior: { name: 'normal', scale } });
  const { tensor } = await import('@tensorflow/tfjs-core');
  model.weights.get('w_loc/value')!.write(tensor([...loc]));
  return model;
}

test('each example has a share of the KL divergence and its own draw of the weights', async (t) => {
  const model = await at(logistic, [0.5, -1], 0.3);
  const kl = sum([0.5, -1].map((loc) => (loc ** 2 + 0.09 - 1) / 2 - Math.log(0.3)));
  const terms = () => metricsOf(model, { x: [2], label: [1] }, { w_noise: [1, -0.5] });
  within(t, terms()['kl/w']!, kl, 1e-5, 'before there are data');
  for (const { divergence } of model.latents) divergence!.layer.global!.adapt(40);
  within(t, terms()['kl/w']!, kl / 40, 1e-6, 'of 40');
  const logit = (0.5 + 0.3) * 2 + (-1 - 0.15);
  within(t, terms()['expectedLogLikelihood']!, Math.log(sigmoid(logit)), 1e-5, 'likelihood');
  t.true((await readWeights(model)).has('w_kl/examples'));
});

test('predictions are averaged over the posterior and have a weight uncertainty', async (t) => {
  const scale = 1.2;
  const model = await at(logistic, [1, 0.2], scale);
  const data = dataOf(values, classes);
  const { probabilities, entropy, weightUncertainty } = await predict(model, {
    data,
    samples: 4000,
    seed: 2,
  });
  const { nll } = (await estimateNll(model, { data, samples: 4000, seed: 2 }))!;
  const bits = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  const expected = values.map(([value]) => {
    // The logit is normal under q.
    const deviation = scale * Math.hypot(value!, 1);
    const grid = Array.from({ length: 401 }, (_, index) => -8 + index / 25);
    const weigh = (measure: (p: number) => number): number =>
      sum(
        grid.map(
          (z) =>
            (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / 25) *
            measure(sigmoid(value! + 0.2 + deviation * z)),
        ),
      );
    return { probability: weigh((p) => p), within: weigh(bits) };
  });
  expected.forEach(({ probability, within: rest }, row) => {
    within(t, probabilities.values[row]!, probability, 4 * (0.5 / Math.sqrt(4000)));
    within(t, entropy[row]!, bits(probability), 0.04);
    within(t, weightUncertainty[row]!, bits(probability) - rest, 0.05);
  });
  const exact = expected.map(
    ({ probability }, row) => -Math.log(classes[row]![0] === 1 ? probability : 1 - probability),
  );
  within(t, nll, sum(exact) / exact.length, 0.01, 'nll');
});

test('classes: accuracy, and uncertainty of right and of wrong predictions', async (t) => {
  const spec = regression(1, 3, 'categorical');
  const model = await at(spec, [-4, 0, 4, 0, 1, 0], 0.01);
  const x = [[-2], [0], [2], [2]];
  const label = [0, 1, 2, 1].map((kind) => [0, 1, 2].map((each) => (each === kind ? 1 : 0)));
  const predictions = await predict(model, { data: dataOf(x, label), samples: 10, seed: 0 });
  const summary = summarizePredictions(predictions);
  t.is(summary.accuracy, 0.75);
  // Without the class of the last example, which is wrong, all are right.
  const observed = { ...predictions.observed, values: predictions.observed.values.slice() };
  observed.values.fill(0, 9);
  const labelled = summarizePredictions({ ...predictions, observed });
  t.deepEqual([labelled.examples, labelled.accuracy, labelled.wrong], [3, 1, undefined]);
  const softmax = (logits: number[]): number[] => {
    const powers = logits.map(Math.exp);
    return powers.map((power) => power / sum(powers));
  };
  softmax([0, 1, 0]).forEach((p, kind) => within(t, predictions.probabilities.values[3 + kind]!, p, 0.01));
  t.true(summary.wrong!.entropy < summary.right!.entropy);
  t.true(summary.right!.weightUncertainty >= 0 && summary.right!.weightUncertainty < 1e-3);
});

test('a network before the weights, and classes of a data set that is given with labels', async (t) => {
  const model = buildModel(
    regression(4, 2, 'bernoulli', {
      latents: [{ name: 'w', size: 8 }],
      networks: { generative: [{ layer: 'dense', units: 3, activation: 'tanh' }] },
    }),
  );
  const data: Dataset = {
    name: 'labelled',
    size: 4,
    shape: [4],
    labels: [0, 1, 1, 0],
    read: (indices, out) => Array.from(indices).forEach((index, row) => (out[4 * row + index] = 1)),
  };
  const before = await readWeights(model);
  await train(model, {
    data,
    objective: elbo(),
    optimizer: createOptimizer({ name: 'adam', learningRate: 0.02 }),
    epochs: 3,
    batchSize: 2,
    seed: 1,
  });
  const after = await readWeights(model);
  t.notDeepEqual(after.get('generative/generative_1/kernel'), before.get('generative/generative_1/kernel'));
  t.deepEqual(Array.from(after.get('w_kl/examples')!.values), [4]);
});

test('the plate of the data leaves the weights out, by their declaration', (t) => {
  const { nodes } = buildModel(logistic).description;
  t.true(nodes.find(({ id }) => id === 'w_kl')!.global);
  t.deepEqual(
    nodes.filter(({ role }) => role === 'parameter').map(({ id, inputs }) => [id, inputs]),
    [
      ['w_loc', []],
      ['w_log_variance', []],
    ],
  );
});

const refused: Record<string, { spec: SpecInput; message: RegExp; hint: RegExp }> = {
  'weights of another number': {
    spec: { ...logistic, latents: [{ name: 'w', size: 3 }] },
    message: /^The latent "w" of the recipe "bayesian-logistic-regression" has the size 3, but needs \d+\.$/,
    hint: /\(1 \+ 1\) \* 1 = 2\./,
  },
  'several latents': {
    spec: { ...logistic, latents: [...logistic.latents, { name: 'v', size: 2 }] },
    message: /1 inputs and 2 latents/,
    hint: /one latent, the weights/,
  },
  'a posterior that is made of examples': {
    spec: { ...logistic, posterior: 'relaxedBernoulli', noise: 'standardLogistic' },
    message: /^The posterior "relaxedBernoulli" is computed for each example/,
    hint: /posterior: normal/,
  },
};

for (const [what, { spec, message, hint }] of Object.entries(refused)) {
  test(`throws an error with a hint when the model is built: ${what}`, (t) => {
    t.regex(t.throws(() => buildModel(spec), { instanceOf: HelmholtzError, message }).hint!, hint);
  });
}

test('the importance-weighted bound throws an error that names the latent that all examples share', (t) => {
  const model = buildModel(logistic);
  const noise = { w_noise: [0, 0] };
  t.throws(() => metricsOf(model, { x: [1], label: [1] }, noise, importanceWeightedBound({ samples: 1 })), {
    message: /does not support the latent "w", which all examples share/,
  });
});
