import { HelmholtzError } from '@helmholtz/base';
import { mean, tensor, tidy, train, zeros } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { call, numbers } from '../testing/symbolic.js';
import { multivariateNormalLikelihood, multivariateNormalPart } from './multivariate-normal.js';

const LOG_2PI = Math.log(2 * Math.PI);

const near = (computed: number, expected: number, within = 1e-5): boolean =>
  Math.abs(computed - expected) <= within;

test('the network gives loc, then the factor row by row, its diagonal as a logarithm', (t) => {
  const head = multivariateNormalLikelihood();
  t.deepEqual(head.parameterShape([2]), [6]);
  t.deepEqual(head.parameterShape([5, 3]), [5, 12]);
  // L = [[2, 0], [1, 0.5]], and a number above the diagonal that does not count.
  const parameters = tensor([[1, -1, Math.log(2), 99, 1, Math.log(0.5)]]);
  const { loc, factor } = head.distribution(parameters);
  t.deepEqual(numbers(loc), [1, -1]);
  [2, 0, 1, 0.5].forEach((value, index) => t.true(near(numbers(factor)[index]!, value)));
  // x - loc = (2, 2): L^-1 of it is (1, 2).
  const [nll] = numbers(head.nll(tensor([[3, 1]]), parameters));
  t.true(near(nll!, (1 + 4) / 2 + Math.log(2) + Math.log(0.5) + LOG_2PI), `${nll}`);
});

test('a learned factor begins at the identity, and becomes that of the covariance of the data', async (t) => {
  const head = multivariateNormalLikelihood({ factor: 'learned' });
  const loc = input({ shape: [2] });
  const graph = model({ inputs: loc, outputs: call(head, loc) });
  // Four points around 0 whose covariance is [[4, 2], [2, 2]].
  const data = tensor([
    [2, 1 + 1],
    [2, 1 - 1],
    [-2, -1 + 1],
    [-2, -1 - 1],
  ]);
  const nll = (): number => numbers(tidy(() => mean(head.nll(data, zeros([4, 2])))))[0]!;
  t.true(near(nll(), (4 + 2) / 2 + LOG_2PI));
  graph.compile({ optimizer: train.adam(0.05), loss: head.nll });
  await graph.fit(zeros([4, 2]), data, { epochs: 500, batchSize: 4, verbose: 0 });
  const covariance = numbers(head.distribution(zeros([1, 2])).covariance());
  [4, 2, 2, 2].forEach((value, index) =>
    t.true(near(covariance[index]!, value, 0.02), `${covariance.join()}`),
  );
  t.true(near(nll(), 1 + Math.log(4 * 2 - 2 * 2) / 2 + LOG_2PI, 1e-3));
});

test('throws an error for vectors that are too long, with a hint at a likelihood that takes them', (t) => {
  const options = multivariateNormalPart.options.parse({});
  const error = t.throws(() => multivariateNormalPart.parameterShape([784], options, () => t.fail()), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The likelihood "multivariateNormal" does not support vectors of 784 elements.');
  t.regex(error.hint!, /"normal"/);
});
