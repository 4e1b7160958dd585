import { choose, type Likelihood, type LikelihoodPart, type PartReference } from '@helmholtz/core';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { type Tensor, grad, sum, tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import * as own from './parts.js';
import { networkInput, SignedLog } from './signed-log.js';

const close = (
  t: { true(actual: boolean, message?: string): void },
  actual: ArrayLike<number>,
  expected: number[],
): void =>
  expected.forEach((value, index) =>
    t.true(
      Math.abs(actual[index]! - value) <= 2e-6 * Math.max(1, Math.abs(value)),
      `${actual[index]} for ${value}`,
    ),
  );

function likelihoodOf(reference: PartReference): Likelihood {
  const parts: readonly LikelihoodPart[] = own.likelihoods;
  const { part, options } = choose('likelihood', parts, reference);
  return {
    parameterShape: (eventShape) => part.parameterShape(eventShape, options, likelihoodOf),
    head: (config) => part.head(config, options, likelihoodOf),
  };
}

test('it is sign(x) log(1 + |x|), finite for every number', (t) => {
  const x = [0, 1, 99, 1e5, 1e30, -3, 0.5];
  const y = (new SignedLog().apply(tensor([x])) as Tensor).dataSync();
  close(
    t,
    y,
    x.map((value) => Math.sign(value) * Math.log1p(Math.abs(value))),
  );
});

test('its gradient is 1 / (1 + |x|)', (t) => {
  const x = [3, 99, -3];
  const gradient = grad((value) => sum(new SignedLog().apply(value) as Tensor))(tensor([x]));
  close(
    t,
    gradient.dataSync(),
    x.map((value) => 1 / (1 + Math.abs(value))),
  );
});

test('elements that are not counts are unchanged to the bit', (t) => {
  const x = [1 / 3, 7, -1e-20];
  const y = (new SignedLog({ elements: [0, 1, 0] }).apply(tensor([x])) as Tensor).dataSync();
  t.deepEqual([y[0], y[2]], [Math.fround(1 / 3), Math.fround(-1e-20)]);
  close(t, [y[1]!], [Math.log(8)]);
});

test('of a table, the columns of counts change', (t) => {
  const columns = [
    { name: 'age', size: 1, likelihood: 'normal' },
    { name: 'visits', size: 2, likelihood: 'poisson' },
  ];
  const likelihood = likelihoodOf({ name: 'heterogeneous', columns });
  const x = input({ shape: [3], name: 'x' });
  const read = networkInput(x, { name: 'x', networkInput: 'log1p' }, likelihood);
  const y = (model({ inputs: x, outputs: read }).predict(tensor([[40, 10, 100]])) as Tensor).dataSync();
  close(t, y, [40, Math.log(11), Math.log(101)]);
});

test('a network of counts of any size begins with finite features', (t) => {
  withSeededRandom(new RandomStream(0), () => {
    const x = input({ shape: [4], name: 'counts' });
    const read = networkInput(x, { name: 'counts', networkInput: 'log1p' });
    const features = layers.dense({ units: 8 }).apply(read) as SymbolicTensor;
    const y = (
      model({ inputs: x, outputs: features }).predict(tensor([[1e5, 0, 3e4, 12]])) as Tensor
    ).dataSync();
    t.true(y.every((value) => Math.abs(value) < 100));
  });
});
