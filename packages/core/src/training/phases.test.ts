import { type Scalar, add, train as optimizers } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import test, { type ExecutionContext } from 'ava';

import { HelmholtzError } from '@helmholtz/base';

import type { LatentVariableModel } from '../graph/model.js';
import { adversarialAutoencoder } from '../objectives/adversarial-autoencoder.js';
import { elbo } from '../objectives/elbo.js';
import { factorVae } from '../objectives/factor-vae.js';
import { type Objective, type Phase, type PhasedObjective, phasesOf } from '../objectives/objective.js';
import { semiSupervisedVae } from '../objectives/semi-supervised-vae.js';
import { tinyClassified } from '../testing/tiny-classifier.js';
import { patterns, tinyModel } from '../testing/tiny-model.js';
import { partlyLabelled, tinyParts } from '../testing/tiny-parts.js';
import { adversarial, tinyAdversary, tinyDiscriminator } from '../testing/tiny-phases.js';
import { run } from '../testing/tiny-training.js';
import { debugNumerics } from './debug-numerics.js';
import { createEagerStep } from './eager-step.js';
import { evaluate } from './evaluate.js';
import { train } from './train.js';
import type { TrainOptions } from './train-options.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import { type WeightValues, readWeights } from './weights.js';

const changed = (before: WeightValues, after: WeightValues): string[] =>
  [...before].flatMap(([name, { values }]) =>
    values.every((value, index) => value === after.get(name)!.values[index]) ? [] : [name],
  );

/** An objective with the phases of another, changed. */
const withPhases = (change: (phases: readonly Phase[]) => readonly Phase[]): PhasedObjective => {
  const objective = adversarial();
  return { ...objective, phases: change(objective.phases) };
};

test('a phase updates its own weights, and no others', async (t) => {
  for (const [kept, others] of [
    ['discriminator', /^discriminator\//],
    ['autoencoder', /^(?!discriminator\/)/],
  ] as const) {
    const objective = withPhases((phases) =>
      phases.map((phase) => (phase.name === kept ? phase : { ...phase, learningRate: 0 })),
    );
    const model = tinyAdversary();
    const before = await readWeights(model);
    await run(model, { objective, epochs: 1 });
    const names = changed(before, await readWeights(model));
    t.true(names.length > 0);
    for (const name of names) t.regex(name, others);
  }
});

test('recognition and generative are the two groups of the weights of a graph', async (t) => {
  for (const [group, expected] of [
    ['recognition', /^(hidden|z_loc|z_log_variance)\//],
    ['generative', /^generative\//],
  ] as const) {
    const bound = elbo();
    const phase: Phase = { name: group, weights: [group], evaluate: (...given) => bound.evaluate(...given) };
    const model = tinyModel();
    const before = await readWeights(model);
    await run(model, { objective: { name: group, monitor: bound.monitor, phases: [phase] }, epochs: 1 });
    const names = changed(before, await readWeights(model));
    t.is(names.length, group === 'recognition' ? 6 : 2);
    for (const name of names) t.regex(name, expected);
  }
});

test('one phase of all weights is the objective with evaluate, bit for bit', async (t) => {
  const bound = elbo({ warmUp: 4 });
  const phase: Phase = { name: 'all', weights: 'model', evaluate: (...given) => bound.evaluate(...given) };
  const { name, monitor } = bound;
  const coefficients: Objective['coefficients'] = (progress) => bound.coefficients!(progress);
  const phased: Objective = { name, monitor, coefficients, phases: [phase] };
  const options = (): Partial<TrainOptions> => ({ optimizer: optimizers.adam(0.02), clip: { norm: 0.5 } });
  const [alone, other] = [tinyModel(), tinyModel()];
  const plain = await run(alone, { ...options(), objective: bound });
  const inPhases = await run(other, { ...options(), objective: phased });
  t.deepEqual(await readWeights(other), await readWeights(alone));
  const [row] = inPhases.history;
  const { 'loss/all': loss, ...metrics } = row!.train;
  t.is(loss, row!.loss);
  t.deepEqual(metrics, plain.history[0]!.train);
});

test('the row of an epoch has the loss and the metrics of every phase', async (t) => {
  const { history } = await run(tinyAdversary(), { objective: adversarial(), test: patterns(20, 1) });
  const names = ['loss/discriminator', 'accuracy', 'loss/autoencoder', 'reconstructionError', 'fooling'];
  t.deepEqual(Object.keys(history[1]!.train), names);
  t.deepEqual(Object.keys(history[1]!.test!), names);
  t.is(history[1]!.loss, history[1]!.train['loss/autoencoder']);
  t.deepEqual(history[1]!.coefficients, { weight: 1 });
});

test('a discriminator distinguishes codes from the prior, unless the autoencoder learns to fool it', async (t) => {
  const accuracy = async (weight: number): Promise<number> => {
    const objective = withPhases(([discriminator, autoencoder]) => [
      { ...discriminator!, steps: 2 },
      autoencoder!,
    ]);
    const { history } = await run(tinyAdversary({ seed: 3 }), {
      objective: { ...objective, coefficients: () => ({ weight }) },
      data: patterns(200),
      optimizer: optimizers.adam(0.02),
      epochs: 30,
      batchSize: 20,
    });
    return history.at(-1)!.train['accuracy']!;
  };
  const [careless, fooling] = [await accuracy(0), await accuracy(3)];
  t.true(careless > 0.75, `${careless}`);
  t.true(fooling < careless - 0.1, `${fooling}, ${careless}`);
});

test('a phase of several updates a step is that many phases of one, on noise of their own', async (t) => {
  const several = withPhases(([discriminator, autoencoder]) => [
    { ...discriminator!, steps: 3 },
    autoencoder!,
  ]);
  const optimizer = { name: 'sgd', learningRate: 0.05 } as const;
  const model = tinyAdversary();
  await run(model, { objective: several, optimizer: optimizers.sgd(0.05), epochs: 1 });
  const apart = withPhases(([discriminator, autoencoder]) => [
    ...[1, 2, 3].map((index) => ({
      ...discriminator!,
      name: `discriminator-${index}`,
      optimizer,
      evaluate: (...given: Parameters<Phase['evaluate']>) => {
        const { loss, metrics } = discriminator!.evaluate(...given);
        return { loss, metrics: { [`accuracy-${index}`]: metrics['accuracy']! } };
      },
    })),
    autoencoder!,
  ]);
  const other = tinyAdversary();
  await run(other, { objective: apart, optimizer: optimizers.sgd(0.05), epochs: 1 });
  t.deepEqual(await readWeights(model), await readWeights(other));
});

test('a learning rate of a phase is scaled by the schedule', async (t) => {
  const schedule = (step: number): number => 0.1 / (1 + step);
  const trained = async (own: Partial<Phase>, rate: number): Promise<WeightValues> => {
    const objective = withPhases(([discriminator, autoencoder]) => [
      { ...discriminator!, ...own },
      { ...autoencoder!, learningRate: 1e-30 },
    ]);
    const model = tinyAdversary();
    await run(model, {
      objective,
      optimizer: optimizers.sgd(rate),
      epochs: 1,
      schedule: (step) => schedule(step) * rate * 10,
    });
    return readWeights(model);
  };
  const expected = await trained({}, 0.05);
  const scaled = await trained({ learningRate: 0.05 }, 0.1);
  for (const [name, { values }] of expected) {
    values.forEach((value, index) => t.true(Math.abs(scaled.get(name)!.values[index]! - value) < 1e-7, name));
  }
});

test('gradients are clipped for each phase', async (t) => {
  const moved = async (clip: Partial<Phase>): Promise<number> => {
    const objective = withPhases(([discriminator, autoencoder]) => [
      { ...discriminator!, ...clip },
      autoencoder!,
    ]);
    const model = tinyAdversary();
    const before = await readWeights(model);
    await run(model, { objective, data: patterns(16), optimizer: optimizers.sgd(1), epochs: 1 });
    const after = await readWeights(model);
    const steps = [...before]
      .filter(([name]) => name.startsWith('discriminator'))
      .flatMap(([name, { values }]) =>
        [...values].map((value, index) => after.get(name)!.values[index]! - value),
      );
    return Math.hypot(...steps);
  };
  t.true((await moved({})) > 0.02);
  const clipped = await moved({ clip: { norm: 0.01 } });
  t.true(Math.abs(clipped - 0.01) < 1e-4, `${clipped}`);
});

/** Trains four epochs, or stops in the second and resumes in a new model. */
async function resumed(
  t: ExecutionContext,
  options: () => Partial<TrainOptions>,
  tiny: (seed?: number) => LatentVariableModel = (seed) => tinyAdversary({ seed }),
): Promise<void> {
  const all = (): TrainOptions => ({
    data: patterns(40),
    objective: adversarial(),
    optimizer: optimizers.adam(0.02),
    epochs: 4,
    batchSize: 16,
    seed: 0,
    ...options(),
  });
  const through = tiny();
  const whole = await train(through, all());
  const controller = new AbortController();
  let snapshot: TrainingSnapshot | undefined;
  await train(tiny(), {
    ...all(),
    signal: controller.signal,
    callbacks: [
      {
        onStep: ({ step }) => void (step === 5 && controller.abort()),
        onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
      },
    ],
  });
  const again = tiny(9);
  const rest = await train(again, { ...all(), from: snapshot! });
  t.deepEqual(await readWeights(again), await readWeights(through));
  const timeless = ({ history }: typeof whole) => history.map((row) => ({ ...row, seconds: 0 }));
  t.deepEqual(timeless(rest), timeless(whole));
  const phases = phasesOf(all().objective).map(({ name }) => name);
  t.deepEqual([...snapshot!.optimizers.keys()], phases);
}

test('an interrupted training resumes with the same bits', async (t) => {
  await resumed(t, () => ({}));
  await resumed(t, () => ({
    objective: withPhases(([discriminator, autoencoder]) => [
      { ...discriminator!, steps: 2, optimizer: { name: 'rmsprop', learningRate: 0.01, momentum: 0.5 } },
      autoencoder!,
    ]),
    schedule: (step, totalSteps) => 0.02 * (1 - step / totalSteps),
    clip: { norm: 1 },
  }));
});

test('a semi-supervised training resumes with the same bits', async (t) => {
  const objective = semiSupervisedVae({ alpha: 3 });
  await resumed(t, () => ({ objective, data: partlyLabelled(40) }), tinyClassified);
  const batchSize = { labelled: 5, unlabelled: 16 };
  await resumed(t, () => ({ objective, data: tinyParts(), batchSize }), tinyClassified);
});

test('a training with a discriminator of codes resumes with the same bits', async (t) => {
  await resumed(t, () => ({ objective: adversarialAutoencoder({ steps: 2 }) }));
  await resumed(t, () => ({ objective: factorVae({ learningRate: 0.01 }) }));
});

/** The discriminator's loss is not finite in the second step. */
const broken = (): PhasedObjective => {
  const objective = adversarial();
  return {
    ...objective,
    coefficients: (progress) => ({ weight: 1, broken: progress?.step === 1 ? Infinity : 0 }),
    phases: objective.phases.map((phase, index) => ({
      ...phase,
      evaluate(model, context) {
        const { loss, metrics } = phase.evaluate(model, context);
        return { loss: index === 1 ? add<Scalar>(loss, context.coefficients['broken']!) : loss, metrics };
      },
    })),
  };
};

test('a step in which a phase is not finite is left out whole, the phases before it as well', async (t) => {
  const skipped: string[] = [];
  const model = tinyAdversary();
  const options = { objective: broken(), optimizer: optimizers.adam(0.02), epochs: 1 };
  const states: TrainingSnapshot[] = [];
  const { history } = await run(model, {
    ...options,
    nonFinite: 'skip',
    callbacks: [
      {
        onSkip: ({ what, step }) => void skipped.push(`${what} ${step}`),
        onRest: async (state) => void states.push(structuredClone(await state.snapshot())),
      },
    ],
  });
  t.deepEqual(skipped, ['loss/autoencoder 2']);
  t.is(history[0]!.skipped, 1);
  t.deepEqual(states[1]!.weights, states[0]!.weights);
  t.deepEqual(states[1]!.optimizers, states[0]!.optimizers);
  t.notDeepEqual(states[2]!.weights, states[1]!.weights);
  await t.throwsAsync(run(tinyAdversary(), options), {
    message: /^loss\/autoencoder became Infinity at step 2/,
  });
});

test('--debug-numerics looks into the networks of an objective', async (t) => {
  const constant = (value: number) => ({ className: 'Constant', config: { value } }) as never;
  const wild = (): LatentVariableModel => {
    const hidden = () => [
      layers.dense({ units: 1, name: 'large', biasInitializer: constant(3e38) }),
      layers.dense({ units: 2, name: 'larger', kernelInitializer: constant(10) }),
    ];
    return tinyAdversary({}, tinyDiscriminator(hidden));
  };
  const createStep = debugNumerics(createEagerStep);
  const error = await t.throwsAsync(
    run(wild(), { objective: adversarial(), createStep, nonFinite: 'stop' }),
    {
      instanceOf: HelmholtzError,
    },
  );
  t.regex(error.message, /^The layer discriminator\/larger \(Dense\) gave Infinity at step 1/);
  const [plain, looked] = [tinyAdversary(), tinyAdversary()];
  await run(plain, { objective: adversarial() });
  await run(looked, { objective: adversarial(), createStep });
  t.deepEqual(await readWeights(looked), await readWeights(plain));
});

test('evaluation has the metrics of all phases, the same twice', async (t) => {
  const model = tinyAdversary();
  const options = { data: patterns(20), objective: adversarial(), batchSize: 8, seed: 0 };
  const first = await evaluate(model, options);
  t.deepEqual(await evaluate(model, options), first);
  t.true(first['accuracy']! >= 0 && first['accuracy']! <= 1);
});
