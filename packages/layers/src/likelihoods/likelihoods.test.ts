import { Bernoulli, Normal } from '@helmholtz/distributions';
import { type Tensor, grad, mean, tensor, tidy, train } from '@tensorflow/tfjs-core';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { roundTrip } from '../testing/round-trip.js';
import { call, numbers } from '../testing/symbolic.js';
import { bernoulliLikelihood } from './bernoulli.js';
import { normalLikelihood } from './normal.js';

const close = (computed: number, expected: number): boolean =>
  Math.abs(computed - expected) <= 1e-5 * Math.abs(expected);

const x = tensor(
  [
    [1, 0, 0.25, 1],
    [0, 0, 1, 0.5],
  ],
  [2, 2, 2],
);
const parameters = tensor(
  [
    [0, 2, -1, 30],
    [5, -40, 1, 0],
  ],
  [2, 2, 2],
);

const softplus = (value: number): number => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));

/** -log p summed over each of two examples of four elements. */
function byHand(nll: (value: number, parameter: number) => number): number[] {
  const each = numbers(x).map((value, index) => nll(value, numbers(parameters)[index]!));
  return [0, 4].map((start) => each.slice(start, start + 4).reduce((sum, value) => sum + value));
}

const bernoulliByHand = byHand((value, logit) => value * softplus(-logit) + (1 - value) * softplus(logit));
const normalByHand = (scale: number): number[] =>
  byHand((value, loc) => ((value - loc) / scale) ** 2 / 2 + Math.log(scale) + Math.log(2 * Math.PI) / 2);

for (const [name, head, expected] of [
  ['Bernoulli', bernoulliLikelihood(), bernoulliByHand],
  ['normal of scale 1', normalLikelihood(), normalByHand(1)],
  ['normal of scale 0.1', normalLikelihood({ scale: 0.1 }), normalByHand(0.1)],
] as const) {
  test(`${name}: nll is -log p, summed over the event and one for each example`, (t) => {
    const nll = tidy(() => head.nll(x, parameters));
    t.deepEqual(nll.shape, [2]);
    numbers(nll).forEach((value, index) =>
      t.true(close(value, expected[index]!), `${value} for ${expected[index]}`),
    );
  });

  test(`${name}: passes the parameters through`, (t) => {
    const output = head.apply(parameters) as Tensor;
    t.deepEqual(numbers(output), numbers(parameters));
    t.deepEqual(output.shape, parameters.shape);
    t.deepEqual([head.role, head.variable, head.name], ['likelihood', 'x', 'x_likelihood']);
  });
}

test('families, supports and distributions go together', (t) => {
  const bernoulli = bernoulliLikelihood({ variable: 'image' });
  t.is(bernoulli.family, 'bernoulli');
  t.is(bernoulli.variable, 'image');
  t.is(bernoulli.name, 'image_likelihood');
  const normal = normalLikelihood({ name: 'head' });
  t.is(normal.family, 'normal');
  t.is(normal.name, 'head');
  tidy(() => {
    t.true(bernoulli.distribution(parameters) instanceof Bernoulli);
    t.true(normal.distribution(parameters) instanceof Normal);
    t.is(bernoulli.distribution(parameters).support, bernoulli.support);
    t.is(normal.distribution(parameters).support, normal.support);
  });
});

test('the gradient of the Bernoulli nll by the logits is the probability minus the value', (t) => {
  const head = bernoulliLikelihood();
  const slopes = numbers(grad((logits: Tensor) => head.nll(x, logits))(parameters));
  numbers(parameters).forEach((logit, index) => {
    const expected = 1 / (1 + Math.exp(-logit)) - numbers(x)[index]!;
    t.true(Math.abs(slopes[index]! - expected) < 1e-6);
  });
});

for (const [scale, shape] of [
  ['learned', []],
  ['learnedPerElement', [2]],
] as const) {
  test(`a ${scale} scale is a weight of the head, begins at 1, and is learned`, async (t) => {
    const head = normalLikelihood({ scale });
    const noise = input({ shape: [2] });
    const graph = model({ inputs: noise, outputs: call(head, noise) });
    t.deepEqual(
      head.trainableWeights.map((weight) => weight.shape),
      [[...shape]],
    );
    // Around a loc of zero, elements of scale 2 and 0.5.
    const data = tensor([1, -1, 1, -1].map((sign, row) => [2 * sign, row < 2 ? 0.5 : -0.5]));
    const zeros = tensor(new Array<number>(8).fill(0), [4, 2]);
    const nll = (): number => numbers(tidy(() => mean(head.nll(data, zeros))))[0]!;
    const atOne = (4 + 0.25) / 2 + Math.log(2 * Math.PI);
    t.true(close(nll(), atOne));
    graph.compile({ optimizer: train.adam(0.05), loss: head.nll });
    await graph.fit(zeros, data, { epochs: 400, batchSize: 4, verbose: 0 });
    const scales = numbers(head.getWeights()[0]!).map(Math.exp);
    const expected = scale === 'learned' ? [Math.sqrt((4 + 0.25) / 2)] : [2, 0.5];
    scales.forEach((value, index) => t.true(Math.abs(value - expected[index]!) < 1e-2, `${value}`));
    const atBest = expected.length === 1 ? 1 + 2 * Math.log(expected[0]!) : 1 + Math.log(2) + Math.log(0.5);
    t.true(Math.abs(nll() - atBest - Math.log(2 * Math.PI)) < 1e-3);
  });
}

test('as the loss of plain TensorFlow.js, training and evaluation report its mean over the batch', async (t) => {
  const head = bernoulliLikelihood();
  const logits = input({ shape: [2, 2] });
  const shift = layers.dense({ units: 2, kernelInitializer: 'identity' });
  const graph = model({ inputs: logits, outputs: call(head, call(shift, logits)) });
  graph.compile({ optimizer: train.sgd(0), loss: head.nll });
  const expected = (bernoulliByHand[0]! + bernoulliByHand[1]!) / 2;
  const { history } = await graph.fit(parameters, x, {
    epochs: 1,
    verbose: 0,
    validationData: [parameters, x],
  });
  t.true(close(history['loss']![0] as number, expected));
  t.true(close(history['val_loss']![0] as number, expected));
});

test('with the offset "mean", logits begin at those of the mean, which is clipped and not learned', async (t) => {
  const head = bernoulliLikelihood({ offset: 'mean' });
  const logits = input({ shape: [2, 2] });
  const graph = model({ inputs: logits, outputs: call(head, logits) });
  const zeros = tensor([0, 0, 0, 0], [1, 2, 2]);
  t.deepEqual(numbers(graph.predict(zeros) as Tensor), [0, 0, 0, 0]);
  head.adapt!(Float32Array.of(0.5, 0.2, 0, 1));
  const expected = [0, Math.log(0.25), -Math.log(999), Math.log(999)];
  const begun = (chosen: typeof graph): void => {
    const found = numbers(chosen.predict(tensor([1, 1, 1, 1], [1, 2, 2])) as Tensor);
    found.forEach((value, index) => t.true(Math.abs(value - 1 - expected[index]!) < 1e-3, `${value}`));
  };
  begun(graph);
  t.is(graph.trainableWeights.length, 0);
  begun(await roundTrip(graph));
  t.is(bernoulliLikelihood().adapt, undefined);
});
