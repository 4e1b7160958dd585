import { HelmholtzError } from '@helmholtz/base';
import {
  createOptimizer,
  enumeratedElbo,
  isVariational,
  logLikelihood,
  logPosterior,
  logPrior,
  readWeights,
  train,
  type TrainingSnapshot,
} from '@helmholtz/core';
import { arrayDataset } from '@helmholtz/datasets';
import { assemble, type SpecInput } from '@helmholtz/recipes';
import {
  add,
  exp,
  mul,
  neg,
  sub,
  sum,
  tensor,
  tile,
  type Tensor,
  variableGrads,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';

const rows = arrayDataset({
  name: 'rows',
  shape: [4],
  data: Array.from({ length: 10 }, (_, row) => [0, 1, 2, 3].map((column) => (row >> column) & 1)),
});

for (const objective of ['vimco', 'nvil', 'enumeratedElbo'] as const) {
  test(`categories by ${objective}: an interrupted training resumes with the same bits, and repeats them`, async (t) => {
    const spec: SpecInput = {
      recipe: 'vae',
      observed: { shape: [4] },
      latents: [{ name: 'z', size: 6 }],
      networks: { recognition: [], generative: [] },
      posterior: { name: 'categorical', categories: 3 },
      prior: 'categorical',
      objective,
    };
    const options = () => ({
      data: rows,
      objective: assemble(spec).objective,
      optimizer: createOptimizer({ name: 'adam', learningRate: 0.02 }),
      epochs: 3,
      batchSize: 3,
      seed: 0,
    });
    const through = assemble(spec).model;
    const { history } = await train(through, options());
    const controller = new AbortController();
    let snapshot: TrainingSnapshot | undefined;
    await train(assemble(spec).model, {
      ...options(),
      signal: controller.signal,
      callbacks: [
        {
          onStep: ({ step }) => void (step === 6 && controller.abort()),
          onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
        },
      ],
    });
    const resumed = assemble({ ...spec, seed: 1 }).model;
    const rest = await train(resumed, { ...options(), from: snapshot });
    t.deepEqual(await readWeights(resumed), await readWeights(through));
    t.deepEqual(
      rest.history.map((row) => row.train),
      history.map((row) => row.train),
    );
    t.true(history.at(-1)!.train['nelbo']! < history[0]!.train['nelbo']!);
  });
}

const small = (posterior: SpecInput['posterior'], prior: SpecInput['prior'], size: number): SpecInput => ({
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size }],
  networks: { recognition: [{ layer: 'dense', units: 3, activation: 'tanh' }], generative: [] },
  posterior,
  prior,
  objective: 'enumeratedElbo',
});

// Noise that draws a state for certain: a uniform number of 0 or 1, or a Gumbel number of 1000.
for (const [name, spec, noises] of [
  [
    'binary units',
    small('bernoulli', 'bernoulli', 3),
    Array.from({ length: 8 }, (_, state) => [0, 1, 2].map((unit) => (state >> unit) & 1)),
  ],
  [
    'categories',
    small({ name: 'categorical', categories: 3 }, 'categorical', 6),
    Array.from({ length: 9 }, (_, state) =>
      [state % 3, Math.floor(state / 3)].flatMap((on) => [0, 1, 2].map((each) => (each === on ? 1000 : 0))),
    ),
  ],
] as const) {
  test(`${name} summed out: the loss and its gradient are those of the sum over the states`, (t) => {
    const { model } = assemble(spec);
    const x = tensor([
      [1, 0, 1, 1],
      [0, 0, 1, 0],
    ]);
    const [{ shape }] = model.noise as unknown as [{ shape: number[] }];
    const bound = (): Tensor =>
      noises
        .map((noise) => {
          const at = tile(tensor([...noise], [1, ...shape]), [2, ...shape.map(() => 1)]);
          const { latents, observed } = model.terms([x], [at]);
          const z = latents.find(isVariational)!;
          const logQ = logPosterior(z);
          return mul(exp(logQ), sub(add(logLikelihood(observed[0]!), logPrior(z)), logQ));
        })
        .reduce((all, each) => add(all, each));
    const expected = variableGrads(() => mul(neg(sum(bound())), 0.5));
    const objective = enumeratedElbo();
    const seen = variableGrads(() => {
      const noise = [tensor(new Array(2 * noises[0]!.length).fill(0.5), [2, ...shape])];
      const view = model.view({ inputs: [x], noise }, { training: true, enumerated: true });
      return objective.evaluate(view, { training: true, coefficients: {} }).loss;
    });
    const close = (a: Tensor, b: Tensor): void => {
      const other = b.dataSync();
      a.dataSync().forEach((value, index) => t.true(Math.abs(value - other[index]!) < 1e-5));
    };
    close(seen.value, expected.value);
    t.true(Object.keys(expected.grads).length >= 6);
    for (const [weight, gradient] of Object.entries(expected.grads)) close(seen.grads[weight]!, gradient);
  });
}

test('too many states throw an error with their number and what to do', (t) => {
  const error = t.throws(() => assemble(small('bernoulli', 'bernoulli', 50)), {
    instanceOf: HelmholtzError,
    message: /^The discrete latents have 1.1e\+15 joint states/,
  });
  t.regex(error.hint!, /smaller size, or the objective vimco or nvil/);
  t.throws(() => assemble(small('normal', 'standardNormal', 2)), {
    instanceOf: HelmholtzError,
    message: 'The objective "enumeratedElbo" sums discrete latents out, and the model has none.',
  });
});
