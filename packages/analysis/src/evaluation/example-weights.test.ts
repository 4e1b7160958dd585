import { HelmholtzError } from '@helmholtz/base';
import {
  createOptimizer,
  elbo,
  estimateNll,
  evaluate,
  importanceWeightedBound,
  multiplyImportanceWeighted,
  type Objective,
  parseSpec,
  readWeights,
  train,
  wae,
} from '@helmholtz/core';
import { arrayDataset, type Dataset } from '@helmholtz/datasets';
import { buildModel } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';

const spec = (weights?: string) =>
  parseSpec({
    recipe: 'vae',
    observed: { shape: [3] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [] },
    seed: 4,
    data: { dataset: 'npy', ...(weights === undefined ? {} : { weights }) },
  });
const plain = buildModel(spec());
const weighted = buildModel(spec('w'));

const examples = [
  [0, 1, 1],
  [1, 0, 0],
  [1, 1, 1],
  [0, 0, 0],
  [1, 0, 1],
];

function rows(weights?: readonly number[]): Dataset {
  const data = arrayDataset({ name: 'rows', shape: [3], data: examples });
  if (!weights) return data;
  return {
    ...data,
    others: {
      w: arrayDataset({ name: 'w', shape: [1], data: weights.map((each) => [each]), missing: true }),
    },
  };
}

const metricsAt = (objective: Objective, weights?: readonly number[], batchSize = 1) =>
  evaluate(weights ? weighted : plain, { data: rows(weights), objective, batchSize, seed: 7 });

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-5 * Math.max(1, Math.abs(b));

const objectives = [
  ['elbo', elbo({ beta: 2 })],
  ['elbo of two draws', elbo({ samples: 2, kl: 'monteCarlo' })],
  ['importance-weighted bound', importanceWeightedBound({ samples: 3 })],
  ['multiply importance-weighted bound', multiplyImportanceWeighted({ bounds: 2, samples: 2 })],
] as const;

for (const [name, objective] of objectives) {
  test(`${name}: metrics are the weighted mean over the examples`, async (t) => {
    const weights = [0.5, 3, 0, 1.25, 0.25];
    const alone = await Promise.all(
      // The weights of one example alone give its own metrics, at the same noise.
      examples.map((_, index) =>
        metricsAt(
          objective,
          examples.map((__, each) => (each === index ? 2 : 0)),
        ),
      ),
    );
    for (const [metric, value] of Object.entries(await metricsAt(objective, weights))) {
      const expected = weights.reduce((sum, weight, index) => sum + (weight / 5) * alone[index]![metric]!, 0);
      t.true(close(value, expected), `${metric} ${value} ${expected}`);
    }
    for (const [metric, value] of Object.entries(await metricsAt(objective))) {
      const expected = alone.reduce((sum, each) => sum + each[metric]! / 5, 0);
      t.true(close(value, expected), `${metric} without weights`);
    }
  });

  test(`${name}: equal weights give the same numbers as none, to the bit`, async (t) => {
    for (const weight of [1, 0.1, 7]) {
      const equal = examples.map(() => weight);
      t.deepEqual(await metricsAt(objective, equal, 2), await metricsAt(objective, undefined, 2));
    }
  });
}

test('equal weights train to the same weights of the model, and others to different ones', async (t) => {
  const trained = async (weights?: readonly number[]) => {
    const model = buildModel(spec(weights ? 'w' : undefined));
    const optimizer = createOptimizer({ name: 'adam', learningRate: 0.1 });
    const data = rows(weights);
    await train(model, { data, test: data, objective: elbo(), optimizer, epochs: 2, batchSize: 2, seed: 1 });
    return readWeights(model);
  };
  const none = await trained();
  t.deepEqual(await trained([3, 3, 3, 3, 3]), none);
  t.notDeepEqual(await trained([3, 3, 3, 3, 0]), none);
});

test('the log-likelihood is a weighted mean with its standard error', async (t) => {
  const nll = async (weights?: readonly number[]) =>
    (await estimateNll(weights ? weighted : plain, { data: rows(weights), samples: 5, seed: 2 }))!;
  t.deepEqual(await nll([2, 2, 2, 2, 2]), await nll());
  const alone = await Promise.all(
    examples.map(async (_, index) => (await nll(examples.map((__, each) => (each === index ? 1 : 0)))).nll),
  );
  const weights = [1, 2, 0, 0, 1];
  const { nll: mean, standardError } = await nll(weights);
  const expected = (alone[0]! + 2 * alone[1]! + alone[4]!) / 4;
  t.true(close(mean, expected));
  const squares = weights.reduce((sum, weight, index) => sum + (weight * (alone[index]! - expected)) ** 2, 0);
  t.true(close(standardError, (Math.sqrt(squares) / 4) * Math.sqrt(5 / 4)));
});

test('throws an error that names the example with an invalid weight', async (t) => {
  for (const [weights, message] of [
    [[1, -1, 1, 1, 1], 'rows: example 1 has the weight "w" -1.'],
    [[1, 1, 1, NaN, 1], 'rows: example 3 has the weight "w" NaN.'],
    [[0, 0, 0, 0, 0], 'rows: all weights "w" are 0.'],
  ] as const) {
    await t.throwsAsync(metricsAt(elbo(), weights), { instanceOf: HelmholtzError, message });
  }
  const optimizer = createOptimizer({ name: 'sgd', learningRate: 0.1 });
  const options = { objective: elbo(), optimizer, epochs: 1, batchSize: 2, seed: 1 };
  await t.throwsAsync(train(weighted, { ...options, data: rows() }), {
    message: 'rows has no weights "w", which data.weights names.',
  });
  await t.throwsAsync(metricsAt(wae(), [1, 1, 1, 1, 1]), {
    message: 'The objective "wae" cannot weight examples (data.weights).',
  });
});
