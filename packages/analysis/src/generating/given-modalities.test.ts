import { HelmholtzError } from '@helmholtz/base';
import { arrayDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import { type Tensor, fill, tensor, zeros } from '@tensorflow/tfjs-core';
import test from 'ava';

import { sample } from './sample.js';
import '@helmholtz/testing/cpu-backend';

const labels = Int16Array.of(0, 1, 2);
const data = arrayDataset({
  name: 'rows',
  shape: [2],
  data: [
    [0, 1],
    [1, 1],
    [1, 0],
  ],
  labels,
});
const run = {
  ...assemble({
    recipe: 'multimodal-vae',
    observed: { shape: [2] },
    inputs: [{ name: 'label', shape: [3], likelihood: 'categorical' }],
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition_x: [], recognition_label: [], generative_x: [], generative_label: [] },
    posterior: 'productOfExperts',
    objective: 'subsampledElbo',
  }),
  train: data,
  test: data,
};

const column = (values: Float32Array, size: number, at: number): number[] =>
  Array.from({ length: values.length / size }, (_, row) => values[row * size + at]!);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value) / values.length;

/** Mean and variance of the posterior of z given some inputs, the others NaN. */
function posteriorGiven(inputs: Record<'x' | 'label', Tensor>): readonly [Float32Array, Float32Array] {
  const { model } = run;
  const terms = model.terms(
    model.inputs.map(({ name }) => inputs[name as 'x' | 'label']),
    [zeros([1, 2])],
  );
  const { posterior } = terms.latents[0]!;
  return [posterior!.mean!().dataSync<'float32'>(), posterior!.variance!().dataSync<'float32'>()];
}

test('codes given a label are draws from the posterior of its expert', async (t) => {
  const sampled = await sample(run, { given: { label: 2 }, count: 4000, seed: 5 });
  const [loc, variance] = posteriorGiven({ x: fill([1, 2], NaN), label: tensor([[0, 0, 1]]) });
  const { values } = sampled.codes.get('z')!;
  for (const element of [0, 1]) {
    const drawn = column(values, 2, element);
    const spread = Math.sqrt(variance[element]!);
    t.true(Math.abs(mean(drawn) - loc[element]!) < (4 * spread) / Math.sqrt(4000));
    const squares = drawn.map((value) => (value - loc[element]!) ** 2);
    t.true(Math.abs(mean(squares) / variance[element]! - 1) < 0.1);
  }
  t.regex(sampled.codesNote!, /the posterior given label/);
});

test('a given modality stays as it is, and the other one is generated', async (t) => {
  const sampled = await sample(run, { given: { label: '0,2' }, count: 4 });
  t.deepEqual(sampled.conditions[0]?.texts, ['0', '2', '0', '2']);
  t.deepEqual(Array.from(sampled.decoded.get('label')!.values), [1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1]);
  t.is(sampled.decoded.get('x')?.count, 4);
  const [x, again] = await Promise.all(
    [1, 1].map(async (seed) => sample(run, { given: { x: [0, 1] }, count: 2, seed })),
  );
  t.deepEqual(Array.from(x!.examples.values), [0, 1, 0, 1]);
  t.deepEqual(again!.codes.get('z'), x!.codes.get('z'));
});

test('with all modalities given the codes are of the whole product', async (t) => {
  const sampled = await sample(run, { given: { label: 1, x: [1, 1] }, count: 4000, seed: 2 });
  const [loc, variance] = posteriorGiven({ x: tensor([[1, 1]]), label: tensor([[0, 1, 0]]) });
  const drawn = column(sampled.codes.get('z')!.values, 2, 0);
  t.true(Math.abs(mean(drawn) - loc[0]!) < (4 * Math.sqrt(variance[0]!)) / Math.sqrt(4000));
});

const refused = {
  'a value outside of the support': [
    { given: { x: [0, 3] } },
    /"x" was given 3, and its likelihood "bernoulli" is of/,
  ],
  'codes of another source': [
    { given: { label: 1 }, from: 'mixture' },
    /codes are drawn from the posterior given label/,
  ],
  'an unknown name': [{ given: { lable: 1 } }, /has no input "lable"/],
} as const;

for (const [what, [options, message]] of Object.entries(refused)) {
  test(`throws an error for ${what}`, async (t) => {
    const error = await t.throwsAsync(async () => sample(run, options), {
      instanceOf: HelmholtzError,
      message,
    });
    t.truthy(error.hint);
  });
}
