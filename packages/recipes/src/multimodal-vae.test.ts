import { HelmholtzError } from '@helmholtz/base';
import {
  elbo,
  evaluate,
  type JointDataset,
  type LatentVariableModel,
  stratifiedElbo,
  subsampledElbo,
} from '@helmholtz/core';
import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { defaultSpec } from './default-spec.js';
import { assemble, buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';

/** Two groups of columns with one latent: factor analysis, whose posterior is known. */
const factorAnalysis = {
  recipe: 'multimodal-vae',
  observed: { name: 'a', shape: [2] },
  inputs: [{ name: 'b', shape: [1], likelihood: { name: 'normal', scale: 0.5 } }],
  latents: [{ name: 'z', size: 1 }],
  networks: { recognition_a: [], recognition_b: [], generative_a: [], generative_b: [] },
  likelihood: { name: 'normal', scale: 0.8 },
  posterior: 'productOfExperts',
  objective: 'subsampledElbo',
};

const LOADINGS = { a: [1.3, -0.7], b: [0.9] } as const;
const MEANS = { a: [0.2, 0.5], b: [-1] } as const;
const SCALES = { a: 0.8, b: 0.5 } as const;
type Modality = keyof typeof LOADINGS;

/** Sets each expert to the density of z that is proportional to p(modality | z). */
function setExactExperts(model: LatentVariableModel): void {
  const set = (suffix: string, values: readonly number[]): void => {
    const [name, variable] = [...model.weights].find(([weight]) => weight.endsWith(suffix))!;
    variable.write(tensor([...values], variable.shape as number[]));
    if (!name) throw new Error(suffix);
  };
  for (const modality of ['a', 'b'] as const) {
    const loadings = LOADINGS[modality];
    const total = loadings.reduce((sum, loading) => sum + loading ** 2, 0);
    const slopes = loadings.map((loading) => loading / total);
    const offset = slopes.reduce((sum, slope, index) => sum - slope * MEANS[modality][index]!, 0);
    set(`z_${modality}_loc/kernel`, slopes);
    set(`z_${modality}_loc/bias`, [offset]);
    set(
      `z_${modality}_log_variance/kernel`,
      loadings.map(() => 0),
    );
    set(`z_${modality}_log_variance/bias`, [Math.log(SCALES[modality] ** 2 / total)]);
    set(`generative_${modality}_output/kernel`, loadings);
    set(`generative_${modality}_output/bias`, MEANS[modality]);
  }
}

/** -log p of the observed values: normal with covariance w w^T + diag(scale^2). */
function nll(values: Partial<Record<Modality, readonly number[]>>): number {
  const elements = (Object.keys(values) as Modality[]).flatMap((modality) =>
    values[modality]!.map((value, index) => ({
      away: value - MEANS[modality][index]!,
      loading: LOADINGS[modality][index]!,
      variance: SCALES[modality] ** 2,
    })),
  );
  // Sherman and Morrison, and the matrix determinant lemma.
  const gain = 1 + elements.reduce((sum, { loading, variance }) => sum + loading ** 2 / variance, 0);
  const along = elements.reduce((sum, { away, loading, variance }) => sum + (away * loading) / variance, 0);
  const squares = elements.reduce((sum, { away, variance }) => sum + away ** 2 / variance, 0);
  const logs = elements.reduce((sum, { variance }) => sum + Math.log(2 * Math.PI * variance), Math.log(gain));
  return (squares - along ** 2 / gain + logs) / 2;
}

const example = { a: [1.1, -0.4], b: [0.3] };
const dataset = (rows: readonly Record<Modality, readonly number[]>[]): JointDataset => ({
  name: 'rows',
  size: rows.length,
  variables: Object.fromEntries(
    (['a', 'b'] as const).map((name) => [
      name,
      {
        shape: [LOADINGS[name].length],
        fixed: true,
        read: (indices: ArrayLike<number>, out: Float32Array) =>
          out.set(Array.from(indices).flatMap((index) => [...rows[index]![name]])),
      },
    ]),
  ),
});
const withoutA = { a: [NaN, NaN], b: example.b };
const withoutB = { a: example.a, b: [NaN] };
const withoutBoth = { a: [NaN, NaN], b: [NaN] };

test('with exact experts the bound of any subset of modalities is its log-density', async (t) => {
  const model = buildModel(factorAnalysis);
  setExactExperts(model);
  const cases = [
    [example, nll(example)],
    [withoutA, nll({ b: example.b })],
    [withoutB, nll({ a: example.a })],
    [withoutBoth, 0],
  ] as const;
  for (const [row, expected] of cases) {
    // The estimate is exact at each draw, because the posterior is the true one.
    const options = {
      data: dataset([row, row]),
      objective: elbo({ kl: 'monteCarlo' }),
      batchSize: 2,
      seed: 1,
    };
    const { nelbo = NaN } = await evaluate(model, options);
    t.true(Math.abs(nelbo - expected) < 1e-5, `${nelbo} ${expected}`);
  }
});

test('missing modalities are left out of each example of a batch', async (t) => {
  const model = buildModel(factorAnalysis);
  setExactExperts(model);
  const data = dataset([example, withoutA, withoutB, withoutBoth]);
  const { nelbo = NaN } = await evaluate(model, {
    data,
    objective: elbo({ kl: 'monteCarlo' }),
    batchSize: 4,
    seed: 1,
  });
  const expected = (nll(example) + nll({ a: example.a }) + nll({ b: example.b })) / 4;
  t.true(Math.abs(nelbo - expected) < 1e-5, `${nelbo} ${expected}`);
});

test('the sub-sampled objective reports the bound of each modality alone', async (t) => {
  const model = buildModel(factorAnalysis);
  setExactExperts(model);
  // With the closed form of the KL divergence a draw has an error, so that many are averaged.
  const rows = Array.from({ length: 2000 }, () => example);
  const options = { data: dataset(rows), batchSize: rows.length, seed: 1, objective: subsampledElbo() };
  const means = await evaluate(model, options);
  t.true(Math.abs(means['nelbo']! - nll(example)) < 0.1, JSON.stringify(means));
  t.true(Math.abs(means['nelbo/a']! - nll({ a: example.a })) < 0.1);
  t.true(Math.abs(means['nelbo/b']! - nll({ b: example.b })) < 0.1);
});

test('with one modality present, the stratified bound is that of its expert', async (t) => {
  const spec = { ...factorAnalysis, posterior: 'mixtureOfExperts', objective: 'stratifiedElbo' };
  const model = buildModel(spec);
  const options = { data: dataset([withoutB]), batchSize: 1, seed: 4 };
  const stratified = await evaluate(model, { ...options, objective: stratifiedElbo() });
  const plain = await evaluate(model, { ...options, objective: elbo() });
  t.true(Math.abs(stratified['nelbo']! - plain['nelbo']!) < 1e-5, JSON.stringify([stratified, plain]));
  const none = await evaluate(model, {
    ...options,
    data: dataset([withoutBoth]),
    objective: stratifiedElbo(),
  });
  t.is(Math.abs(none['nelbo']!), 0);
});

test('the stratified bound has the mean of the bound with a random expert', async (t) => {
  const spec = { ...factorAnalysis, posterior: 'mixtureOfExperts', objective: 'stratifiedElbo' };
  const model = buildModel(spec);
  setExactExperts(model);
  const data = dataset([example]);
  const options = { data, batchSize: 1, seed: 0 };
  const mixed = await evaluate(model, { ...options, objective: elbo({ samples: 8000 }) });
  const stratified = await evaluate(model, { ...options, objective: stratifiedElbo({ samples: 4000 }) });
  t.true(Math.abs(mixed['nelbo']! - stratified['nelbo']!) < 0.15, JSON.stringify([mixed, stratified]));
  const tighter = stratifiedElbo({ samples: 4000, bound: 'importanceWeighted' });
  const { iwNelbo = NaN, nelbo = NaN } = await evaluate(model, { ...options, objective: tighter });
  t.true(iwNelbo < nelbo && iwNelbo > nll(example) - 0.05, `${iwNelbo} ${nelbo} ${nll(example)}`);
});

const composed = {
  recipe: 'composed',
  observed: { name: 'a', shape: [2], given: ['z'] },
  inputs: [{ name: 'b', shape: [1], given: ['z'], likelihood: { name: 'normal', scale: 0.5 } }],
  latents: [{ name: 'z', size: 1, posterior: { name: 'productOfExperts', experts: ['a', 'b'] } }],
  networks: { recognition_z_a: [], recognition_z_b: [], generative_a: [], generative_b: [] },
  likelihood: { name: 'normal', scale: 0.8 },
};

test('the recipe composed has the same experts', async (t) => {
  const models = [buildModel(factorAnalysis), buildModel(composed)];
  const options = { data: dataset([example, withoutA]), batchSize: 2, seed: 3, objective: elbo() };
  models.forEach(setExactExperts);
  const [own, byHand] = await Promise.all(models.map((model) => evaluate(model, options)));
  t.deepEqual(byHand, own);
});

type Changes = Readonly<Record<string, unknown>>;

/** Specs that are refused when the model is built, with the start of the error. */
const refused: readonly (readonly [what: string, spec: object, message: RegExp])[] = [
  ['one modality', { ...factorAnalysis, inputs: undefined }, /has one modality, and needs two/],
  [
    'a modality without a likelihood',
    { ...factorAnalysis, inputs: [{ name: 'b', shape: [1] }] },
    /inputs\.0\.likelihood: the modality "b" has no likelihood/,
  ],
  [
    'a modality without the network of its expert',
    { ...factorAnalysis, networks: { recognition_a: [], generative_a: [], generative_b: [] } },
    /recognition_b/,
  ],
  [
    'experts that are not normal',
    { ...factorAnalysis, posterior: 'bernoulli', objective: 'elbo' },
    /has experts of "z", which its posterior "bernoulli" can't combine/,
  ],
  [
    'a prior that is no factor of a normal product',
    { ...factorAnalysis, prior: { name: 'vampPrior', components: 2 } },
    /The prior of "z" is not a normal density/,
  ],
  [
    'a product of experts in a recipe without experts',
    { ...defaultSpec('vae', [4]), posterior: 'productOfExperts' },
    /combines experts, and the recipe "vae" has none/,
  ],
  ['an unknown modality', withExperts(['a', 'c']), /There is no variable "c", which an expert of "z" reads/],
  [
    'a modality without an expert',
    withExperts(['a']),
    /"b" is generated from "z", and no expert of "z" reads it/,
  ],
  ['two experts of one modality', withExperts(['a', 'b', 'a']), /has two experts of "a"/],
  [
    'an expert without a modality',
    withExperts(['a', 'b', { given: ['c'] }], { inputs: [...composed.inputs, { name: 'c', shape: [1] }] }),
    /reads no observed variable: it is given c/,
  ],
  [
    'an expert of two modalities',
    withExperts([{ given: ['a', 'b'] }]),
    /reads several observed variables, a, b/,
  ],
  ['no experts', withExperts([]), /experts/],
  [
    'an objective that needs experts',
    { ...defaultSpec('vae', [4]), objective: 'subsampledElbo' },
    /needs experts of two modalities or more, and the model has 0/,
  ],
  [
    'a likelihood weight of an unknown modality',
    { ...factorAnalysis, objective: { name: 'subsampledElbo', likelihoodWeights: { c: 2 } } },
    /has a likelihood weight of "c", which is no modality/,
  ],
  [
    'draws from each expert of a product',
    { ...factorAnalysis, objective: 'stratifiedElbo' },
    /and the model has the posterior "normal"/,
  ],
];

function withExperts(experts: unknown, changes: Changes = {}): object {
  const names = ['recognition_z_a', 'recognition_z_b', 'recognition_z_c', 'recognition_z_a_b'];
  const used = (Array.isArray(experts) ? experts : []).map((expert: string | { given: string[] }) =>
    typeof expert === 'string' ? expert : expert.given.join('_'),
  );
  const own = names.filter((name) => used.includes(name.replace('recognition_z_', '')));
  return {
    ...composed,
    ...changes,
    latents: [{ name: 'z', size: 1, posterior: { name: 'productOfExperts', experts } }],
    networks: Object.fromEntries([...own, 'generative_a', 'generative_b'].map((name) => [name, []])),
  };
}

for (const [what, spec, message] of refused) {
  test(`throws an error when the model is built with ${what}`, (t) => {
    const error = t.throws(() => assemble(spec as never), { instanceOf: HelmholtzError, message });
    t.truthy(error.hint);
  });
}
