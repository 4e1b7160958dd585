/** Bounds of padded series are those of the shorter series. */
import {
  bitsPerDim,
  elbo,
  evaluate,
  type LatentVariableModel,
  type LayerSpec,
  logLikelihood,
  type SingleDataset,
} from '@helmholtz/core';
import {
  type NamedTensorMap,
  type Tensor,
  slice,
  sum,
  tensor,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { buildModel } from './container.js';
import type { SpecInput } from './spec-input.js';

const CHANNELS = 2;
const recurrent: Record<string, LayerSpec[]> = {
  'an lstm': [{ layer: 'lstm', units: 3 }],
  'a gru in both directions': [{ layer: 'bidirectional', child: { layer: 'gru', units: 2 } }],
  'a layer of each step before it': [
    { layer: 'timeDistributed', child: { layer: 'dense', units: 3, activation: 'tanh' } },
    { layer: 'simpleRNN', units: 2, returnSequences: true },
    { layer: 'lstm', units: 2 },
  ],
  'a masking layer': [
    { layer: 'masking', maskValue: -9 },
    { layer: 'lstm', units: 2 },
  ],
};

const model = (
  steps: number,
  recognition: LayerSpec[],
  likelihood: SpecInput['likelihood'] = { name: 'normal', scale: 'learned' },
): LatentVariableModel =>
  buildModel({
    recipe: 'vae',
    observed: { shape: [steps, CHANNELS], padded: steps === 5 ? -9 : false },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition, generative: [] },
    likelihood,
    seed: 4,
  } as SpecInput);

/** The decoder has weights of its own for each step: those of the first steps are copied. */
function shortened(long: LatentVariableModel, steps: number, recognition: LayerSpec[]): LatentVariableModel {
  const short = model(steps, recognition);
  for (const [name, weight] of short.weights) {
    const values = long.weights.get(name)!.read();
    const { shape } = values;
    const own = weight.shape as number[];
    weight.write(
      shape.length === 0
        ? values
        : slice(
            values,
            shape.map(() => 0),
            own,
          ),
    );
  }
  return short;
}

const values = Array.from({ length: 10 }, (_, index) => Math.sin(2 * index));

const seriesOf = (steps: number, rows: readonly (readonly number[])[]): SingleDataset => ({
  name: 'series',
  size: rows.length,
  shape: [steps, CHANNELS],
  fixed: true,
  read: (indices, out) =>
    Array.from(indices).forEach((index, at) => out.set(rows[index]!, steps * CHANNELS * at)),
});

const within = (length: number, row: readonly number[] = values): number[] =>
  row.map((value, at) => (at < CHANNELS * length ? value : NaN));

const bound = async (vae: LatentVariableModel, data: SingleDataset): Promise<number> =>
  (await evaluate(vae, { data, objective: elbo(), batchSize: data.size, seed: 3 }))['nelbo']!;

for (const [what, recognition] of Object.entries(recurrent)) {
  test(`the bound with padded steps is that of the shorter series: ${what}`, async (t) => {
    const long = model(5, recognition);
    for (const length of [1, 3, 4]) {
      const short = shortened(long, length, recognition);
      const expected = await bound(short, seriesOf(length, [values.slice(0, CHANNELS * length)]));
      const found = await bound(long, seriesOf(5, [within(length)]));
      t.true(Math.abs(found - expected) < 1e-5 * Math.abs(expected), `${length}: ${found}, ${expected}`);
    }
  });
}

test('series of different lengths in a batch do not change each other, nor does one of padding alone', async (t) => {
  const long = model(5, recurrent['an lstm']!);
  const noise = tensor([0.3, -0.2, 0.3, -0.2, 0.3, -0.2], [3, 2]);
  const rows = [within(2), within(5), within(0)];
  const terms = (given: readonly number[][], draws: Tensor): number[] => {
    const x = tensor(given.flat(), [given.length, 5, CHANNELS]);
    return Array.from(logLikelihood(long.terms([x], [draws]).observed[0]!).dataSync());
  };
  const together = terms(rows, noise);
  rows.forEach((row, index) => {
    const [alone] = terms([row], tensor([[0.3, -0.2]]));
    t.true(Math.abs(together[index]! - alone!) < 1e-5, `${together[index]}, ${alone}`);
  });
  t.is(together[2], 0);
});

test('outputs at padded steps have no gradient', (t) => {
  const long = model(5, recurrent['an lstm']!);
  const x = tensor(within(3), [1, 5, CHANNELS]);
  const weight = long.weights.get('generative/generative_output/kernel')!;
  const loss = () => sum(logLikelihood(long.terms([x], [tensor([[0.3, -0.2]])]).observed[0]!));
  const { grads } = variableGrads(loss as never, [weight.read() as Variable]) as { grads: NamedTensorMap };
  const [slope] = Object.values(grads).map((each) => Array.from(each.dataSync()));
  slope!.forEach((value, at) => t.is(value === 0, at % 10 >= 3 * CHANNELS, `${at}: ${value}`));
});

test('bits per dimension are those of the steps that are there', (t) => {
  const long = model(5, recurrent['an lstm']!, 'bernoulli');
  const bits = values.map((value) => (value > 0 ? 1 : 0));
  // 4 and 6 values: 5 dimensions on average.
  const data = seriesOf(5, [within(2, bits), within(3, bits)]);
  t.is(bitsPerDim(long, data, 5 * Math.LN2), 1);
});

test("TensorFlow.js' own predict gives what the plan gives, though a mask reaches later layers there", (t) => {
  const own = buildModel({
    recipe: 'vae',
    observed: { shape: [5, CHANNELS], padded: true },
    latents: [{ name: 'z', size: 2 }],
    networks: {
      recognition: [{ layer: 'lstm', units: 3 }],
      generative: [
        { layer: 'repeatVector', n: 5 },
        { layer: 'lstm', units: CHANNELS, returnSequences: true },
      ],
    },
    likelihood: 'normal',
  });
  const x = tensor(within(2), [1, 5, CHANNELS]);
  const noise = tensor([[0.3, -0.2]]);
  const predicted = own.layersModel.predict([x, noise]) as Tensor;
  const [planned] = own.plan.prepare(
    [...own.inputs, ...own.noise].map(({ slot }) => slot),
    own.plan.outputs,
  )([x, noise]);
  predicted.dataSync().forEach((value, at) => {
    t.true(Math.abs(value - planned!.dataSync()[at]!) < 1e-6);
  });
});
