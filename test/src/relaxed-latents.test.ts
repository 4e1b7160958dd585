// The peer's losses and gradients: tools/reference/discrete_latents.py says how.
import { HelmholtzError } from '@helmholtz/base';
import {
  createOptimizer,
  elbo,
  type LatentVariableModel,
  readWeights,
  train,
  type TrainingSnapshot,
} from '@helmholtz/core';
import { arrayDataset } from '@helmholtz/datasets';
import { buildModel, type SpecInput } from '@helmholtz/recipes';
import { reference } from '@helmholtz/testing/reference';
import { tensor, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import '@helmholtz/testing/cpu-backend';

type Numbers = Readonly<Record<string, readonly number[]>>;

interface Peer {
  readonly temperature: number;
  readonly weights: Numbers;
  readonly x: readonly number[];
  readonly noise: readonly number[];
  readonly relaxed: readonly {
    readonly straightThrough: boolean;
    readonly loss: number;
    readonly gradients: Numbers;
  }[];
}

const peer = reference<Peer>('discrete-latents.json');

const model = (posterior: SpecInput['posterior'], seed = 0): LatentVariableModel =>
  buildModel({
    recipe: 'vae',
    observed: { shape: [4] },
    latents: [{ name: 'z', size: 6 }],
    networks: { recognition: [], generative: [] },
    posterior,
    prior: 'logRelaxedCategorical',
    seed,
  });

function close(
  t: ExecutionContext,
  given: ArrayLike<number>,
  expected: readonly number[],
  what: string,
): void {
  t.is(given.length, expected.length, what);
  expected.forEach((value, index) =>
    t.true(
      Math.abs(given[index]! - value) < 1e-5 * (1 + Math.abs(value)),
      `${what}: ${given[index]}, ${value}`,
    ),
  );
}

for (const { straightThrough, loss, gradients } of peer.relaxed) {
  test(`loss and gradients of categories are the peer's, straight through: ${straightThrough}`, (t) => {
    const { temperature } = peer;
    const relaxed = model({ name: 'relaxedCategorical', categories: 3, temperature, straightThrough });
    const nameOf = (weight: string): string => weight.split('/').slice(-2).join('/');
    const trained = [...relaxed.weights].filter(([name]) => peer.weights[nameOf(name)]);
    t.is(trained.length, 4);
    for (const [name, variable] of trained) {
      variable.write(tensor([...peer.weights[nameOf(name)]!], variable.shape as number[]));
    }
    const view = relaxed.view(
      { inputs: [tensor([...peer.x], [3, 4])], noise: [tensor([...peer.noise], [3, 2, 3])] },
      { training: true },
    );
    const { value, grads } = variableGrads(
      () => elbo({ kl: 'discrete' }).evaluate(view, { training: true, coefficients: {} }).loss,
      trained.map(([, variable]) => variable.read() as Variable),
    );
    close(t, value.dataSync(), [loss], 'loss');
    for (const [name, variable] of trained) {
      close(t, grads[(variable.read() as Variable).name]!.dataSync(), gradients[nameOf(name)]!, name);
    }
  });
}

const rows = arrayDataset({
  name: 'rows',
  shape: [4],
  data: Array.from({ length: 10 }, (_, row) => [0, 1, 2, 3].map((column) => (row >> column) & 1)),
});
const annealed = {
  name: 'relaxedCategorical',
  categories: 3,
  temperature: { from: 1, to: 0.25, over: 10 },
} as const;

const options = () => ({
  data: rows,
  objective: elbo({ kl: 'discrete' }),
  optimizer: createOptimizer({ name: 'adam', learningRate: 0.02 }),
  epochs: 3,
  batchSize: 3,
  seed: 0,
});

test('the temperature follows its schedule, is recorded and saved, and resumes with the same bits', async (t) => {
  const through = model(annealed);
  const { history } = await train(through, options());
  // Three epochs of four steps: the schedule ends at step 10.
  const temperatures = history.map(({ coefficients }) => coefficients!['temperature/z']!);
  const at = (step: number): number => 0.25 ** (Math.min(step, 10) / 10);
  temperatures.forEach((temperature, epoch) => t.is(temperature, at(4 * epoch + 3)));
  const weights = await readWeights(through);
  const saved = weights.get('z_log_temperature/value')!.values;
  saved.forEach((value) => t.true(Math.abs(value - Math.log(0.25)) < 1e-6));

  const controller = new AbortController();
  let snapshot: TrainingSnapshot | undefined;
  await train(model(annealed), {
    ...options(),
    signal: controller.signal,
    callbacks: [
      {
        onStep: ({ step }) => void (step === 6 && controller.abort()),
        onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
      },
    ],
  });
  const half = snapshot!.weights.get('z_log_temperature/value')!.values[0]!;
  t.true(Math.abs(half - Math.log(at(5))) < 1e-6, 'the temperature of the last step is in the snapshot');
  const resumed = model(annealed, 1);
  const rest = await train(resumed, { ...options(), from: snapshot });
  t.deepEqual(await readWeights(resumed), weights);
  t.deepEqual(
    rest.history.map(({ coefficients, train: metrics }) => [coefficients, metrics]),
    history.map(({ coefficients, train: metrics }) => [coefficients, metrics]),
  );
});

test('an annealed temperature has the numbers of a fixed one where it does not change', async (t) => {
  const fixed = model({ name: 'relaxedCategorical', categories: 3, temperature: 0.5 });
  const constant = model({
    name: 'relaxedCategorical',
    categories: 3,
    temperature: { from: 0.5, to: 0.5, over: 10 },
  });
  const [a, b] = [await train(fixed, options()), await train(constant, options())];
  t.deepEqual(
    a.history.map((row) => row.train),
    b.history.map((row) => row.train),
  );
});

for (const temperature of [0, { from: 1, to: 0 }, { from: 1, to: 0.5, over: 0 }]) {
  test(`a temperature of 0 throws an error that says what to do: ${JSON.stringify(temperature)}`, (t) => {
    const error = t.throws(() => model({ name: 'relaxedCategorical', temperature: temperature as number }), {
      instanceOf: HelmholtzError,
    });
    t.regex(error.message, /0 was given, more than 0 was expected/);
    t.regex(
      error.hint!,
      typeof temperature === 'number' ? /straightThrough: true/ : /above 0|length of the schedule/,
    );
  });
}

test('kl: discrete throws an error for a model without relaxed latents', async (t) => {
  const normal = buildModel({
    recipe: 'vae',
    observed: { shape: [4] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [] },
  });
  await t.throwsAsync(train(normal, options()), {
    instanceOf: HelmholtzError,
    message: 'The option kl: discrete is for relaxed latents, and the model has none.',
  });
});
