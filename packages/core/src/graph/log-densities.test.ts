import { type Tensor, logSoftmax, mul, scalar, square, sub, sum, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import {
  Distribution,
  Normal,
  closedFormKl,
  realLine,
  registerKlDivergence,
  unitInterval,
} from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import '@helmholtz/testing/cpu-backend';
import {
  analyticKl,
  klPerElement,
  logLikelihood,
  logPosterior,
  logPrior,
  monteCarloKl,
} from './log-densities.js';

/** A category in one-hot form, from logits [..., classes]: an event has an axis. */
class OneHot extends Distribution {
  readonly family = 'oneHot';
  readonly support = unitInterval;
  readonly noise = 'uniform';
  override readonly eventRank = 1;

  constructor(readonly logits: Tensor) {
    super();
  }

  logProb(value: Tensor): Tensor {
    return sum(mul(value, logSoftmax(this.logits)), -1);
  }

  sample(): Tensor {
    throw new Error('not needed here');
  }

  override mean(): Tensor {
    return this.logits;
  }

  override variance(): Tensor {
    return this.logits;
  }
}

/** N(loc, I) over whole vectors, as if their elements were not independent. */
class Joint extends Normal {
  override readonly family = 'joint' as 'normal';
  override readonly support = realLine;
  override readonly eventRank = 1;

  override logProb(value: Tensor): Tensor {
    return sum(super.logProb(value), -1);
  }
}

registerKlDivergence(
  closedFormKl<Normal, Normal>('joint' as 'normal', 'normal', (q) => mul(sum(square(q.loc), -1), 0.5)),
);

const numbers = (values: Tensor): number[] => Array.from(values.dataSync());
const standard = new Normal(scalar(0), scalar(1));

test('log-densities of events with their own axis are summed over the other axes', (t) => {
  // Two examples, each of three categories of two classes.
  const logits = tensor([0, Math.log(3), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [2, 3, 2]);
  const value = tensor([0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [2, 3, 2]);
  const term = { name: 'x', shape: [3, 2], likelihood: new OneHot(logits), value };
  const computed = logLikelihood(term);
  t.deepEqual(computed.shape, [2]);
  const expected = [Math.log(3 / 4) + 2 * Math.log(1 / 2), 3 * Math.log(1 / 2)];
  numbers(computed).forEach((one, index) => t.true(Math.abs(one - expected[index]!) < 1e-6));
});

test('samples of events with an axis of their own keep their axis', (t) => {
  const logits = tensor(new Array<number>(5 * 2 * 3).fill(0), [5, 2, 3]);
  const value = tensor([1, 0, 0, 0, 1, 0], [2, 3]);
  const computed = logLikelihood({ name: 'x', shape: [3], likelihood: new OneHot(logits), value });
  t.deepEqual(computed.shape, [5, 2]);
  t.true(numbers(computed).every((one) => Math.abs(one + Math.log(3)) < 1e-6));
});

const latent = (posterior: Distribution, value?: Tensor) => ({
  name: 'z',
  shape: [2],
  posterior,
  prior: standard,
  value,
});
const loc = tensor([
  [1, 2],
  [0, 3],
]);

test('the divergence of whole events is one number an example, and has none for each element', (t) => {
  const joint = latent(new Joint(loc, scalar(1)));
  t.deepEqual(numbers(analyticKl(joint)), [2.5, 4.5]);
  t.is(klPerElement(joint), undefined);
  const elementwise = latent(new Normal(loc, scalar(1)));
  t.deepEqual(numbers(analyticKl(elementwise)), [2.5, 4.5]);
  t.deepEqual(numbers(klPerElement(elementwise)!), [0.5, 2, 0, 4.5]);
});

test('densities of latents are taken at their values, sample by sample', (t) => {
  const value = tensor([1, 2, 0, 3, 2, 3, 1, 4], [2, 2, 2]);
  for (const posterior of [new Normal(loc, scalar(1)), new Joint(loc, scalar(1))]) {
    const term = latent(posterior, value);
    const ofZero = -Math.log(2 * Math.PI);
    const close = (computed: Tensor, expected: number[]) => {
      t.deepEqual(computed.shape, [2, 2]);
      numbers(computed).forEach((one, index) => t.true(Math.abs(one - expected[index]!) < 1e-5));
    };
    close(logPosterior(term), [ofZero, ofZero, ofZero - 1, ofZero - 1]);
    close(logPrior(term), [ofZero - 2.5, ofZero - 4.5, ofZero - 6.5, ofZero - 8.5]);
    close(monteCarloKl(term), [2.5, 4.5, 5.5, 7.5]);
    t.deepEqual(numbers(sub(logPosterior(term), logPrior(term))), numbers(monteCarloKl(term)));
  }
});

test('a density at a value that the graph does not name is an error', (t) => {
  const error = t.throws(() => logPrior(latent(standard)), { instanceOf: HelmholtzError });
  t.is(error.message, 'The value of the latent "z" is not named in the graph.');
});
