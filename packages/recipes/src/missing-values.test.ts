/** Bounds of data with missing values are those of the observed values alone. */
import {
  elbo,
  estimateNll,
  evaluate,
  impute,
  type LatentVariableModel,
  logLikelihood,
  scoreExamples,
  type SingleDataset,
  type SpecDeclaration,
} from '@helmholtz/core';
import {
  type NamedTensorMap,
  type Scalar,
  sum,
  tensor,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { assemble, buildModel } from './container.js';
import { defaultSpec } from './default-spec.js';
import type { SpecInput } from './spec-input.js';

const loadings = [0.8, -0.3, 0.5, 1.2];
const bias = [0.5, 0.2, 0, -0.3];
const scales = [0.6, 1, 0.4, 0.8];
const examples = [
  [0.2, 0.9, -0.4, 0],
  [1.5, NaN, 0.6, -1],
  [NaN, 0.4, NaN, 0.8],
  [NaN, NaN, NaN, 2.1],
  [NaN, NaN, NaN, NaN],
];

const spec: SpecInput = {
  recipe: 'vae',
  observed: { shape: [4], missing: 'indicator' },
  latents: [{ name: 'z', size: 1 }],
  networks: { recognition: [], generative: [] },
  likelihood: { name: 'normal', scale: 'learnedPerElement' },
};

function factorAnalysis(): LatentVariableModel {
  const model = buildModel(spec);
  write(model, 'generative/generative_output/kernel', loadings);
  write(model, 'generative/generative_output/bias', bias);
  write(model, 'x_likelihood/log_scale', scales.map(Math.log));
  return model;
}

function write(model: LatentVariableModel, name: string, values: readonly number[]): void {
  const weight = model.weights.get(name);
  if (!weight) throw new Error(`no weight ${name} among ${[...model.weights.keys()].join(', ')}`);
  weight.write(tensor(values as number[], weight.shape as number[]));
}

/** Sums over the observed elements that posterior and marginal density are made of. */
function observedSums(x: readonly number[]) {
  const sums = { count: 0, precision: 1, projection: 0, squares: 0, logScales: 0 };
  x.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const [weight, residual, variance] = [loadings[i]!, value - bias[i]!, scales[i]! ** 2];
    sums.count++;
    sums.precision += weight ** 2 / variance;
    sums.projection += (weight * residual) / variance;
    sums.squares += residual ** 2 / variance;
    sums.logScales += Math.log(scales[i]!);
  });
  return sums;
}

/** log N(x; b, W Wᵀ + diag(scale²)) of the observed elements, by Woodbury's identity. */
function logMarginal(x: readonly number[]): number {
  const { count, precision, projection, squares, logScales } = observedSums(x);
  const quadratic = squares - projection ** 2 / precision;
  return -(count * Math.log(2 * Math.PI) + quadratic + Math.log(precision)) / 2 - logScales;
}

const dataOf = (rows: readonly (readonly number[])[], labels?: readonly number[]): SingleDataset => ({
  name: 'holes',
  size: rows.length,
  shape: [4],
  fixed: true,
  ...(labels ? { labels } : {}),
  read: (indices, out) => Array.from(indices).forEach((index, at) => out.set(rows[index]!, 4 * at)),
});

examples.forEach((x, index) => {
  test(`with the exact posterior, the bound is log p of the observed elements: example ${index}`, async (t) => {
    const model = factorAnalysis();
    const { precision, projection } = observedSums(x);
    for (const name of model.weights.keys()) {
      if (name.includes('z_') && name.endsWith('kernel')) {
        write(model, name, new Array<number>(8).fill(0));
      }
    }
    write(model, nameOf(model, 'loc'), [projection / precision]);
    write(model, nameOf(model, 'log_variance'), [-Math.log(precision)]);
    const data = dataOf([x]);
    // log p(x, z) - log q(z) is log p(x) at every draw of z.
    const bound = await evaluate(model, {
      data,
      objective: elbo({ kl: 'monteCarlo' }),
      batchSize: 1,
      seed: 3,
    });
    t.true(Math.abs(-bound['nelbo']! - logMarginal(x)) < 1e-4, `${-bound['nelbo']!}, ${logMarginal(x)}`);
  });
});

/** Name of the bias of the posterior's location or log-variance. */
function nameOf(model: LatentVariableModel, parameter: string): string {
  const found = [...model.weights.keys()].find(
    (name) => name.includes(`z_${parameter}`) && name.endsWith('bias'),
  );
  if (found === undefined) throw new Error([...model.weights.keys()].join(', '));
  return found;
}

test('importance sampling with any posterior estimates log p of the observed elements', async (t) => {
  const model = factorAnalysis();
  const scores = await scoreExamples(model, { data: dataOf(examples), samples: 5000, seed: 1 });
  examples.forEach((x, index) => {
    const [found, error] = [scores.logLikelihood![index]!, scores.standardError![index]!];
    t.true(Math.abs(found - logMarginal(x)) < 4 * error + 1e-3, `${found}, ${logMarginal(x)}, ${error}`);
  });
  const mean = examples.reduce((sum, x) => sum + logMarginal(x), 0) / examples.length;
  const estimate = await estimateNll(model, { data: dataOf(examples), samples: 5000, seed: 1 });
  const error = Math.hypot(...scores.standardError!) / examples.length;
  t.true(Math.abs(estimate!.nll + mean) < 4 * error, `${estimate!.nll}, ${-mean}, ${error}`);
});

test('shares of missing elements are not numbers, and the others add up to the term', async (t) => {
  const { shares, terms } = await scoreExamples(factorAnalysis(), {
    data: dataOf(examples),
    samples: 20,
    seed: 1,
  });
  examples.forEach((x, row) => {
    const own = x.map((_, element) => shares.get(`x/${element}`)![row]!);
    t.deepEqual(own.map(Number.isNaN), x.map(Number.isNaN));
    const total = own.filter((share) => !Number.isNaN(share)).reduce((sum, share) => sum + share, 0);
    t.true(Math.abs(total - terms.get('expectedLogLikelihood/x')![row]!) < 1e-4);
  });
});

/** Mean and variance of element i given the observed ones. */
function conditional(x: readonly number[], i: number): readonly [mean: number, variance: number] {
  const { precision, projection } = observedSums(x);
  return [
    bias[i]! + (loadings[i]! * projection) / precision,
    loadings[i]! ** 2 / precision + scales[i]! ** 2,
  ];
}

test('the mean of a missing element is that of the conditional normal distribution', async (t) => {
  const [completed] = await impute(factorAnalysis(), { data: dataOf(examples), samples: 20_000, seed: 2 });
  examples.flat().forEach((value, at) => {
    const found = completed!.values[at]!;
    if (!Number.isNaN(value)) return t.is(found, Math.fround(value));
    const [mean] = conditional(examples[Math.floor(at / 4)]!, at % 4);
    t.true(Math.abs(found - mean) < 0.08, `${at}: ${found}, ${mean}`);
  });
});

test('draws of a missing element have its conditional mean and variance', async (t) => {
  const [, x] = examples;
  const rows = Array.from({ length: 200 }, () => x!);
  const completed = await impute(factorAnalysis(), { data: dataOf(rows), samples: 100, draws: 10, seed: 2 });
  const drawn = completed.flatMap(({ values }) => Array.from(values).filter((_, at) => at % 4 === 1));
  const [mean, variance] = conditional(x!, 1);
  const found = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const spread = drawn.reduce((sum, value) => sum + (value - found) ** 2, 0) / drawn.length;
  // Standard errors of 2,000 draws: about 0.024 and 0.035.
  t.true(Math.abs(found - mean) < 0.1, `${found}, ${mean}`);
  t.true(Math.abs(spread / variance - 1) < 0.15, `${spread}, ${variance}`);
});

test('weights of a missing element have no gradient, and others that of finite differences', (t) => {
  const model = factorAnalysis();
  const x = tensor([[0.2, NaN, -0.4, 1]]);
  const noise = tensor([[0.3]]);
  const loss = (): Scalar => sum(logLikelihood(model.terms([x], [noise]).observed[0]!));
  const bound = model.weights.get('generative/generative_output/kernel')!;
  const { grads: slopes } = variableGrads(loss, [bound.read() as Variable]) as { grads: NamedTensorMap };
  const [slope] = Object.values(slopes).map((each) => Array.from(each.dataSync()));
  t.is(slope![1], 0);
  loadings.forEach((_, element) => {
    const at = (step: number): number => {
      write(
        model,
        'generative/generative_output/kernel',
        loadings.map((w, i) => (i === element ? w + step : w)),
      );
      return loss().dataSync()[0]!;
    };
    const difference = (at(0.01) - at(-0.01)) / 0.02;
    t.true(Math.abs(difference - slope![element]!) < 1e-2 * (1 + Math.abs(difference)), `${element}`);
  });
});

test('networks read missing counts with log1p as 0', async (t) => {
  const { model, objective } = assemble({
    ...spec,
    observed: { shape: [4], missing: 'indicator', networkInput: 'log1p' },
    likelihood: 'poisson',
  });
  const counts = examples.map((row) => row.map((value) => Math.round(100 * Math.abs(value))));
  const metrics = await evaluate(model, { data: dataOf(counts), objective, batchSize: 5, seed: 0 });
  t.true(Object.values(metrics).every(Number.isFinite), JSON.stringify(metrics));
});

const joint: readonly SpecDeclaration['likelihood'][] = ['multivariateNormal', 'flow'];
for (const likelihood of joint) {
  test(`throws an error with a hint when the model is built with the likelihood ${JSON.stringify(likelihood)}`, (t) => {
    const error = t.throws(() => assemble({ ...spec, likelihood } as SpecInput), {
      message: /"x" has missing values, and its likelihood .* has one density for all elements together/,
    });
    t.regex((error as { hint?: string }).hint!, /normal/);
  });
}

test('missing values are an error for a model without observed.missing, with the line to add', async (t) => {
  const model = buildModel({ ...spec, observed: { shape: [4] } });
  const error = await t.throwsAsync(
    evaluate(model, { data: dataOf(examples), objective: elbo(), batchSize: 5, seed: 0 }),
    { message: 'holes: example 1 has the value NaN at element 1.' },
  );
  t.regex((error as { hint?: string }).hint!, /missing: indicator for the variable "x"/);
});

for (const recipe of [
  'vae',
  'autoencoder',
  'factor-analysis',
  'cvae',
  'composed',
  'ladder-vae',
  'dlgm',
] as const) {
  test(`the networks of ${recipe} read no NaN`, async (t) => {
    const plain = defaultSpec(recipe, [4], { hidden: [3], likelihood: 'normal' });
    const observed = { ...plain.observed, missing: 'indicator' as const };
    const { model, objective } = assemble({ ...plain, observed });
    const labels = model.inputs.some(({ name }) => name === 'label') ? [0, -1, 1, 2, -1] : undefined;
    const data = dataOf(examples, labels);
    const metrics = await evaluate(model, { data, objective, batchSize: 5, seed: 0 });
    t.true(Object.values(metrics).every(Number.isFinite), JSON.stringify(metrics));
  });
}
