import { type Tensor, grads, scalar, sum, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { mean } from '@helmholtz/testing/statistics';
import { Bijector } from './bijectors/bijector.js';
import * as bijectors from './bijectors/index.js';
import { LogNormal } from './families/log-normal.js';
import { MultivariateNormal } from './families/multivariate-normal.js';
import { Normal } from './families/normal.js';
import { realLine } from './support.js';
import { conforms } from './testing/distribution-conformance.js';
import { quadrature } from './testing/measures.js';
import { agreeAll, familyReference, noise } from './testing/textbook.js';
import { TransformedDistribution } from './transformed-distribution.js';

const logNormal = (loc: Tensor, scale: Tensor) =>
  new TransformedDistribution(new Normal(loc, scale), bijectors.exp(), 'logNormal');

// A log-normal is a transformed normal: it passes the family's own suite, but for moments.
const { logProb } = familyReference('logNormal');
conforms(test, {
  family: 'logNormal',
  create: logNormal,
  peer: { logProb },
  hasMoments: false,
  measures: [
    { parameters: [0, 0.5], points: quadrature(Math.exp(-3), Math.exp(3), 20_000) },
    { parameters: [3, 0.4], points: quadrature(Math.exp(0.6), Math.exp(5.4), 20_000) },
  ],
  pathwise: [0, 1],
  inside: [1e-30, 1, 1e30],
  outside: [0, -1, Infinity],
});

test('a draw and its log-density equal those of the known family', (t) => {
  const [loc, scale] = [tensor([[0.5, -1]]), tensor([[0.5, 2]])];
  const epsilon = noise('standardNormal', [100, 2]);
  const drawn = logNormal(loc, scale).sampleWithLogProb(epsilon);
  const family = new LogNormal(loc, scale);
  agreeAll(t, drawn.value.dataSync(), [...family.sample(epsilon).dataSync()], 'the draw');
  const expected = [...family.logProb(drawn.value).dataSync()];
  agreeAll(t, drawn.logProb.dataSync(), expected, 'its log-density', 1e-5);
  const derived = family.sampleWithLogProb(epsilon);
  t.deepEqual([...derived.logProb.dataSync()], [...family.logProb(derived.value).dataSync()]);
});

test('log-densities are summed if events of base and bijector differ in rank', (t) => {
  const epsilon = noise('standardNormal', [50, 2]);
  const elements = new TransformedDistribution(
    new Normal(tensor([1, 2]), tensor([1, 3])),
    bijectors.permutation([1, 0]),
  );
  t.is(elements.eventRank, 1);
  const drawn = elements.sampleWithLogProb(epsilon);
  t.deepEqual(drawn.logProb.shape, [50]);
  const swapped = new Normal(tensor([2, 1]), tensor([3, 1]));
  const expected = [...sum(swapped.logProb(drawn.value), -1).dataSync()];
  agreeAll(t, drawn.logProb.dataSync(), expected, 'the log-density', 1e-5);
  agreeAll(t, elements.logProb(drawn.value).dataSync(), expected, 'by the inverse', 1e-5);

  const vectors = new TransformedDistribution(
    new MultivariateNormal(
      tensor([1, 2]),
      tensor([
        [1, 0],
        [0.5, 2],
      ]),
    ),
    bijectors.exp(),
  );
  const { value, logProb: found } = vectors.sampleWithLogProb(epsilon);
  t.deepEqual([value.shape, found.shape], [[50, 2], [50]]);
  agreeAll(t, found.dataSync(), [...vectors.logProb(value).dataSync()], 'of vectors', 1e-4);
});

class Shift extends Bijector {
  readonly name = 'shift';
  readonly domain = realLine;
  readonly codomain = realLine;
  override readonly cheap = ['forward'] as const;
  forward = (x: Tensor): Tensor => bijectors.affine({ loc: 3 }).forward(x);
  forwardLogDetJacobian = (x: Tensor): Tensor => bijectors.affine().forwardLogDetJacobian(x);
}

test('without an inverse only draws have a density, and hasLogProb is false', (t) => {
  const shifted = new TransformedDistribution(new Normal(scalar(0), scalar(1)), new Shift());
  t.false(shifted.hasLogProb);
  t.true(shifted.mean === undefined);
  t.true(shifted.variance === undefined);
  t.throws(() => shifted.logProb(scalar(0)), {
    message: 'The inverse of the bijector "shift" cannot be computed.',
  });
  const epsilon = noise('standardNormal', [1000]);
  const { value, logProb: found } = shifted.sampleWithLogProb(epsilon);
  t.true(Math.abs(mean(value.dataSync()) - 3) < 0.2);
  const expected = new Normal(scalar(3), scalar(1)).logProb(value);
  agreeAll(t, found.dataSync(), [...expected.dataSync()], 'the log-density', 1e-5);
});

class SlowShift extends Shift {
  override inverse(y: Tensor): Tensor {
    return bijectors.affine({ loc: -3 }).forward(y);
  }
}

test('with an inverse that is not cheap it computes a density, and declares none', (t) => {
  const shifted = new TransformedDistribution(new Normal(scalar(0), scalar(1)), new SlowShift());
  t.false(shifted.hasLogProb);
  const expected = new Normal(scalar(3), scalar(1)).logProb(scalar(2.5)).dataSync()[0]!;
  t.true(Math.abs(shifted.logProb(scalar(2.5)).dataSync()[0]! - expected) < 1e-6);
});

test('the gradient of the log-density at the draw is by the parameters of the base, along the draw too', (t) => {
  const epsilon = noise('standardNormal', [20]);
  const at = (make: (loc: Tensor, scale: Tensor) => TransformedDistribution | LogNormal) =>
    grads((loc: Tensor, scale: Tensor) => sum(make(loc, scale).sampleWithLogProb(epsilon).logProb))([
      scalar(0.3),
      scalar(0.7),
    ]).map((gradient) => gradient.dataSync()[0]!);
  const [found, expected] = [at(logNormal), at((loc, scale) => new LogNormal(loc, scale))];
  agreeAll(t, found, expected, 'the gradient', 1e-4);
});

test('a base outside the domain of the bijector is an error', (t) => {
  const base = new Normal(scalar(0), scalar(1));
  const error = t.throws(() => new TransformedDistribution(base, bijectors.logit()));
  t.is(error.message, 'The bijector "inverted(sigmoid)" cannot transform "normal".');
});
