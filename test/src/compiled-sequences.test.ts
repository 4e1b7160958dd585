// Layers of sequences, with padded steps: compiled steps end where eager steps do.
import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import { compiledStep, createEagerStep, type Dataset, elbo, readWeights, train } from '@helmholtz/core';
import { buildModel, type SpecInput } from '@helmholtz/recipes';
import { train as optimizers, setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

test.before(async () => {
  await setBackend('onnx');
  configureOnnx({ mode: 'native' });
});

const STEPS = 4;

/** Series of 1 to 4 steps of 2 channels. */
const series = (count: number): Dataset => ({
  name: 'series',
  size: count,
  shape: [STEPS, 2],
  fixed: true,
  read(indices, out) {
    Array.from(indices).forEach((index, at) => {
      const length = 1 + (index % STEPS);
      for (let step = 0; step < STEPS; step++) {
        const values = step < length ? [Math.sin(index + step), Math.cos(3 * index - step)] : [NaN, NaN];
        out.set(values, (at * STEPS + step) * 2);
      }
    });
  },
});

const recognition: Record<string, SpecInput['networks']> = {
  'bidirectional gru': { recognition: [{ layer: 'bidirectional', child: { layer: 'gru', units: 3 } }] },
  'masking and lstm': {
    recognition: [
      { layer: 'masking', maskValue: -9 },
      { layer: 'lstm', units: 3 },
    ],
  },
  'dense layer of each step and rnn': {
    recognition: [
      { layer: 'timeDistributed', child: { layer: 'dense', units: 3, activation: 'tanh' } },
      { layer: 'bidirectional', mergeMode: 'sum', child: { layer: 'simpleRNN', units: 3 } },
    ],
  },
};

async function trained(networks: SpecInput['networks'], compiled: boolean) {
  const lines: string[] = [];
  const model = buildModel({
    recipe: 'vae',
    observed: { shape: [STEPS, 2], padded: -9 },
    latents: [{ name: 'z', size: 2 }],
    networks: {
      ...networks,
      generative: [
        { layer: 'repeatVector', n: STEPS },
        { layer: 'lstm', units: 3, returnSequences: true },
        { layer: 'timeDistributed', child: { layer: 'dense', units: 2 } },
      ],
    },
    likelihood: { name: 'normal', scale: 'learned' },
  } as SpecInput);
  const { history } = await train(model, {
    data: series(20),
    validation: series(7),
    objective: elbo(),
    optimizer: optimizers.adam(0.01),
    epochs: 2,
    batchSize: 8,
    seed: 0,
    createStep: compiled ? compiledStep(compileSteps, (line) => lines.push(line)) : createEagerStep,
  });
  const terms = history.flatMap((row) => [...Object.values(row.train), ...Object.values(row.validation!)]);
  return { weights: await readWeights(model), terms, said: lines };
}

for (const [what, networks] of Object.entries(recognition)) {
  test(`compiled steps train as eager ones: ${what}`, async (t) => {
    const eager = await trained(networks, false);
    const compiled = await trained(networks, true);
    t.deepEqual(compiled.said, []);
    t.true(eager.terms.every(Number.isFinite));
    compiled.terms.forEach((term, index) => {
      const expected = eager.terms[index]!;
      t.true(Math.abs(term - expected) <= 1e-4 * (1 + Math.abs(expected)), `${term}, ${expected}`);
    });
    for (const [name, values] of eager.weights) {
      const own = compiled.weights.get(name)!.values;
      Array.from(values.values, (value, at) =>
        t.true(Math.abs(own[at]! - value) < 1e-3, `${name}: ${own[at]}, ${value}`),
      );
    }
  });
}
