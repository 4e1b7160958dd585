import type { ChooseLikelihood, LikelihoodPart } from '@helmholtz/core';
import { Laplace, LogNormal, StudentT } from '@helmholtz/distributions';
import { type Tensor, fill, neg, ones, scalar, sum, tensor } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test, { type ExecutionContext } from 'ava';

import '@helmholtz/testing/cpu-backend';
import { roundTrip } from '../testing/round-trip.js';
import { call, numbers } from '../testing/symbolic.js';
import { laplaceLikelihood } from './laplace.js';
import type { LikelihoodHead } from './likelihood.js';
import * as own from '../parts.js';
import { studentTLikelihood } from './student-t.js';

const likelihoodParts: readonly LikelihoodPart[] = own.likelihoods;

const EVENT = [2, 3];

const none: ChooseLikelihood = () => {
  throw new Error('It is made of no others.');
};

/** Two events that every likelihood takes. */
const values: Record<string, number[]> = {
  beta: [0.2, 0.5, 0.9, 0.1, 0.3, 0.7],
  categorical: [0, 1, 0, 1, 0, 0],
  gamma: [0.2, 5, 0.9, 1, 3, 7],
  logNormal: [0.2, 5, 0.9, 1, 3, 7],
};

function xOf(family: string): Tensor {
  const event = values[family] ?? [0, 1, 1, 0, 1, 0];
  return tensor([event, event.toReversed()].flat(), [2, ...EVENT]);
}

/** The options of a part, all of its own parameters from one source. */
function optionsOf(part: LikelihoodPart, source?: string | number): Record<string, unknown> {
  const defaults = part.options.parse({}) as Record<string, unknown>;
  if (source === undefined) return defaults;
  const takes = (name: string, value: unknown): boolean => part.options.safeParse({ [name]: value }).success;
  const given = Object.keys(defaults).filter((name) => takes(name, 'learned') && takes(name, source));
  return { ...defaults, ...Object.fromEntries(given.map((name) => [name, source])) };
}

function close(t: ExecutionContext, computed: Tensor, expected: Tensor): void {
  const expectedNumbers = numbers(expected);
  numbers(computed).forEach((value, index) => {
    t.true(
      Math.abs(value - expectedNumbers[index]!) <= 1e-5 * Math.abs(expectedNumbers[index]!),
      `${value} for ${expectedNumbers[index]}`,
    );
  });
}

// A likelihood that is made of others has a test of its own.
for (const part of likelihoodParts.filter(({ name }) => name !== 'heterogeneous')) {
  for (const source of [undefined, 0.5, 'learned', 'learnedPerElement', 'network']) {
    test(`${part.name}, its own parameters ${source ?? 'by default'}: a head, saved and loaded`, async (t) => {
      const options = part.options.parse(optionsOf(part, source));
      const shape = part.parameterShape(EVENT, options, none) as number[];
      const head = part.head({ name: 'head', variable: 'x' }, options, none) as LikelihoodHead;
      const parameters = input({ shape });
      const graph = model({ inputs: parameters, outputs: call(head, parameters) });
      const given = ones([2, ...shape]);
      const distribution = head.distribution(given);
      t.is(distribution.family, part.name);
      t.is(head.family, part.name);
      t.is(head.support, distribution.support);
      const nll = head.nll(xOf(part.name), given);
      t.deepEqual(nll.shape, [2]);
      t.true(numbers(nll).every(Number.isFinite));
      close(t, sum(distribution.logProb(xOf(part.name))), neg(sum(nll)));
      const loaded = (await roundTrip(graph)).getLayer('head') as LikelihoodHead;
      t.deepEqual(numbers(loaded.nll(xOf(part.name), given)), numbers(nll));
    });
  }
}

test('every likelihood has a description of one line and a unique name', (t) => {
  for (const { name, description } of likelihoodParts) t.regex(description, /^[^\n]{10,100}$/, name);
  t.is(new Set(likelihoodParts.map(({ name }) => name)).size, likelihoodParts.length);
});

test('parameters from the network follow the main parameter along the last axis, in order', (t) => {
  const head = studentTLikelihood({ degreesOfFreedom: 'network', scale: 'network' });
  t.deepEqual(head.parameterShape([2]), [6]);
  buildOn(head, [6]);
  const distribution = head.distribution(
    tensor([[10, 20, Math.log(3), Math.log(4), Math.log(5), Math.log(6)]]),
  );
  t.true(distribution instanceof StudentT);
  const { degreesOfFreedom, loc, scale } = distribution as StudentT;
  t.deepEqual(
    [loc, degreesOfFreedom, scale].map((one) => numbers(one).map((value) => Math.round(value))),
    [
      [10, 20],
      [3, 4],
      [5, 6],
    ],
  );
});

test('a learned parameter has the initial value of its family, for one element or each of the event', (t) => {
  const one = studentTLikelihood({ degreesOfFreedom: 'learned' });
  const each = studentTLikelihood({ degreesOfFreedom: 'learnedPerElement', scale: 'network' });
  buildOn(one, [3]);
  buildOn(each, [6]);
  t.deepEqual(
    [one, each].map((head) => head.trainableWeights.map(({ shape }) => shape)),
    [[[]], [[3]]],
  );
  t.regex(one.trainableWeights[0]!.originalName, /log_degrees_of_freedom$/);
  for (const head of [one, each]) {
    numbers(head.getWeights()[0]!).forEach((value) => t.true(Math.abs(Math.exp(value) - 4) < 1e-5));
  }
});

test('a fixed parameter is that number', (t) => {
  const head = laplaceLikelihood({ scale: 2 });
  const x = tensor([[1, -3]]);
  close(t, head.nll(x, tensor([[0, 1]])), neg(sum(new Laplace(tensor([0, 1]), scalar(2)).logProb(x))));
});

function buildOn(head: LikelihoodHead, shape: number[]): void {
  call(head, input({ shape }));
}

for (const family of ['normal', 'laplace', 'logNormal', 'studentT']) {
  const part = likelihoodParts.find(({ name }) => name === family)!;

  /** The scale that a head has after its raw parameter was set. */
  const scaleAt = (raw: number, given: Record<string, unknown>): number[] => {
    const options = part.options.parse(given);
    const head = part.head({ name: 'head', variable: 'x' }, options, none) as LikelihoodHead;
    const shape = part.parameterShape([2], options, none) as number[];
    buildOn(head, shape);
    head.setWeights(head.weights.map((weight) => fill(weight.shape as number[], raw)));
    const distribution = head.distribution(fill([1, ...shape], raw));
    return numbers(
      (distribution instanceof LogNormal ? distribution.normal : (distribution as Laplace)).scale,
    );
  };

  test(`${family}: a minimum is added to a scale that is not fixed, and bounds it`, (t) => {
    for (const scale of ['learned', 'learnedPerElement', 'network']) {
      for (const [raw, expected] of [
        [0, 1.05],
        [-2, 0.05 + Math.exp(-2)],
        [-80, 0.05],
      ] as const) {
        for (const found of scaleAt(raw, { scale, minimumScale: 0.05 }))
          t.true(Math.abs(found / expected - 1) < 1e-5, `${scale}: ${found}, ${expected}`);
      }
      t.true(
        scaleAt(-80, { scale }).every((found) => found < 1e-30),
        'none by default',
      );
    }
    t.deepEqual(scaleAt(0, { scale: 0.5, minimumScale: 0.05 }), [0.5]);
    t.false(part.options.safeParse({ minimumScale: -1 }).success);
  });
}

test('a minimum is saved with its head', async (t) => {
  const head = laplaceLikelihood({ scale: 'network', minimumScale: 0.25 });
  const parameters = input({ shape: [2] });
  const graph = model({ inputs: parameters, outputs: call(head, parameters) });
  const { scale } = ((await roundTrip(graph)).getLayer('x_likelihood') as LikelihoodHead).distribution(
    tensor([[0, -90]]),
  ) as Laplace;
  t.deepEqual(numbers(scale), [0.25]);
  t.false('minimumScale' in laplaceLikelihood().getConfig());
});
