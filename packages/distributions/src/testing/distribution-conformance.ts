import { type Tensor, grads, reshape, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { ExecutionContext, TestFn } from 'ava';

import { meanOf, varianceOf } from '../distribution.js';
import type { DistributionCase } from './distribution-case.js';
import type { Measure } from './measures.js';
import { HelmholtzError, itemAt, entryOf } from '@helmholtz/base';
import { slopesConform } from './distribution-slopes.js';
import { sampleWithLogProbConforms } from './sample-with-log-prob.js';
import { mean, variance } from '@helmholtz/testing/statistics';
import {
  type FamilyReference,
  type Value,
  agree,
  agreeAll,
  batched,
  familyReference,
  noise,
} from './textbook.js';

/** Absolute error of a log-density near 0, in addition to 1e-4 of its value. */
const LOG_PROB_ROUNDING = 1e-7;

/** The suite that every distribution passes: its file's test calls this with its case. */
export function conforms(test: TestFn, textbook: DistributionCase): void {
  const {
    family,
    create,
    measures,
    rounding = () => 1.2e-38,
    hasMoments = true,
    samples: count = 20_000,
  } = textbook;
  const peer: FamilyReference = textbook.peer ?? familyReference(family);
  const drawn = new Map<string, readonly number[]>();

  const logProbs = (parameters: readonly Value[], values: readonly Value[]): number[] =>
    tidy(() =>
      Array.from(
        create(...batched(parameters))
          .logProb(tensor(values as readonly number[]))
          .dataSync(),
      ),
    );

  test(`${family}: has the name of its family`, (t) => {
    tidy(() => t.is(create(...batched(itemAt(peer.logProb, 0).parameters)).family, family));
  });

  test(`${family}: log-densities are the peer's, in the tails too`, (t) => {
    t.true(peer.logProb.length >= 40, `${peer.logProb.length} points`);
    for (const { value, parameters, logProb } of peer.logProb) {
      const [computed] = logProbs(parameters, [value]);
      agree(t, computed!, logProb, what('log p', value, parameters), LOG_PROB_ROUNDING);
    }
  });

  test(`${family}: gradients of the log-density by its parameters are the peer's`, (t) => {
    for (const { value, parameters, gradient } of peer.logProb) {
      const at = tensor([value] as readonly number[]);
      const computed = grads((...inputs: Tensor[]) => sum(create(...inputs).logProb(at)))(
        batched(parameters),
      );
      gradient.forEach((expected, which) => {
        const description = `${what('d log p', value, parameters)} by parameter ${which}`;
        const off = rounding(value, ...parameters);
        if (expected !== null) agreeAll(t, itemAt(computed, which).dataSync(), expected, description, off);
      });
    }
  });

  test(`${family}: the density adds up to one`, (t) => {
    for (const { parameters, points } of measures) {
      const total = masses(points, parameters).reduce((sum, mass) => sum + mass);
      t.true(Math.abs(total - 1) < 2e-5, `${total} at ${JSON.stringify(parameters)}`);
    }
  });

  slopesConform(test, textbook);

  const moments = peer.moments ?? [];
  testWith(moments, `${family}: mean, variance and entropy are the peer's`, (t) => {
    for (const { parameters, ...expected } of moments) {
      const given = JSON.stringify(parameters);
      tidy(() => {
        const distribution = create(...batched(parameters));
        agreeAll(t, meanOf(distribution).dataSync(), expected.mean, `the mean at ${given}`);
        agreeAll(t, varianceOf(distribution).dataSync(), expected.variance, `the variance at ${given}`);
        if (expected.entropy === undefined) return;
        const [entropy] = distribution.entropy().dataSync();
        agree(
          t,
          entropy!,
          expected.entropy,
          `the entropy at ${given}`,
          Math.max(1e-5, rounding(0, ...parameters)),
        );
      });
    }
  });

  const extremes = textbook.extremes ?? [];
  testWith(extremes, `${family}: a density has a finite value and gradient at extremes`, (t) => {
    for (const { value, parameters } of extremes) {
      const at = tensor([value] as readonly number[]);
      const computed = grads((x: Tensor, ...inputs: Tensor[]) => sum(create(...inputs).logProb(x)))([
        at,
        ...batched(parameters),
      ]);
      const numbers = [
        ...logProbs(parameters, [value]),
        ...computed.flatMap((slope) => [...slope.dataSync()]),
      ];
      t.true(numbers.every(Number.isFinite), `${what('log p', value, parameters)}: ${numbers.join()}`);
    }
  });

  const toldMoments = hasMoments ? measures : [];
  testWith(toldMoments, `${family}: samples have the distribution's mean and variance`, (t) => {
    for (const { parameters, points } of toldMoments) {
      const size = [itemAt(points, 0).value].flat().length;
      const samples = samplesOf(parameters, points);
      const [means, spreads] = tidy(() => {
        const distribution = create(...batched(parameters));
        return [meanOf(distribution).dataSync(), varianceOf(distribution).dataSync()] as never;
      }) as [Float32Array, Float32Array];
      for (let element = 0; element < size; element++) {
        const own = samples.filter((_, index) => index % size === element);
        const [centre, spread] = [means[element]!, spreads[element]!];
        const at = `${mean(own)}, ${variance(own)} at ${JSON.stringify(parameters)}, ${element}`;
        t.true(Math.abs(mean(own) - centre) < 4 * Math.sqrt(spread / count), `mean ${at}`);
        const deviations = own.map((sample) => (sample - centre) ** 2);
        const error = Math.sqrt(variance(deviations) / count) + 1e-6 * spread;
        t.true(Math.abs(mean(deviations) - spread) < 4 * error, `variance ${at}`);
      }
    }
  });

  testWith(hasMoments ? [] : measures, `${family}: mean and variance are not there, and are refused`, (t) => {
    const distribution = create(...batched(itemAt(measures, 0).parameters));
    for (const [moment, momentOf] of [
      ['mean', meanOf],
      ['variance', varianceOf],
    ] as const) {
      t.true(distribution[moment] === undefined);
      const error = t.throws(() => momentOf(distribution), { instanceOf: HelmholtzError });
      t.is(error.message, `The ${moment} of the distribution "${family}" has no closed form.`);
    }
  });

  sampleWithLogProbConforms(test, textbook);

  const ofNumbers = measures.filter(({ points }) => typeof itemAt(points, 0).value === 'number');
  testWith(ofNumbers, `${family}: samples fall below each point as often as the density says`, (t) => {
    for (const { parameters, points } of ofNumbers) {
      const samples = samplesOf(parameters, points).toSorted((a, b) => a - b);
      let [below, share, largest] = [0, 0, 0];
      masses(points, parameters).forEach((mass, index) => {
        share += mass;
        if (index === points.length - 1) return;
        const edge =
          ((itemAt(points, index).value as number) + (itemAt(points, index + 1).value as number)) / 2;
        while (below < count && itemAt(samples, below) <= edge) below++;
        largest = Math.max(largest, Math.abs(below / count - share));
      });
      // The distance of Kolmogorov and Smirnov, which one of a thousand sets of true samples
      // exceeds.
      t.true(largest < 1.95 / Math.sqrt(count), `${largest} at ${JSON.stringify(parameters)}`);
    }
  });

  test(`${family}: a sample is a function of the noise alone, and inside the support`, (t) => {
    for (const { parameters, points } of measures) {
      const [first, second] = [1, 2].map(() => draw(textbook, parameters, points, 100));
      t.deepEqual(first, second);
      const { support } = create(...batched(parameters));
      t.true(first!.every((sample) => support.contains(sample)));
    }
  });

  test(`${family}: the support contains its values, and not those outside`, (t) => {
    const { support } = create(...batched(itemAt(peer.logProb, 0).parameters));
    for (const value of textbook.inside) t.true(support.contains(value), `${value}`);
    for (const value of [...textbook.outside, NaN]) t.false(support.contains(value), `${value}`);
    t.true(support.description.length > 0);
  });

  test(`${family}: parameters of one element apply to samples of a batch of events`, (t) => {
    const { parameters, points } = itemAt(measures, 0);
    const values = Array.from({ length: 6 }, (_, index) => itemAt(points, index % points.length).value);
    tidy(() => {
      const distribution = create(...batched(parameters));
      const parameter = tensor(values as readonly number[]);
      const event = parameter.shape.slice(1);
      const logProb = distribution.logProb(reshape(parameter, [3, 2, ...event]));
      t.deepEqual(logProb.shape, [3, 2]);
      t.deepEqual(Array.from(logProb.dataSync()), logProbs(parameters, values));
      const samples = distribution.sample(noise(distribution.noise, [3, 2, ...event]));
      t.deepEqual(samples.shape, [3, 2, ...event]);
    });
  });

  /** Registers a test of all items, if there are any. */
  function testWith(all: readonly unknown[], title: string, run: (t: ExecutionContext) => void): void {
    if (all.length > 0) test(title, run);
  }

  /** Drawn once for all tests. */
  function samplesOf(parameters: readonly Value[], points: Measure): readonly number[] {
    const key = JSON.stringify(parameters);
    if (!drawn.has(key)) drawn.set(key, draw(textbook, parameters, points, count));
    return entryOf(drawn, key);
  }

  function masses(points: Measure, parameters: readonly Value[]): number[] {
    const densities = logProbs(
      parameters,
      points.map(({ value }) => value),
    );
    return points.map(({ weight }, index) => weight * Math.exp(itemAt(densities, index)));
  }
}

function what(quantity: string, value: Value, parameters: readonly Value[]): string {
  return `${quantity}(${JSON.stringify(value)}; ${JSON.stringify(parameters)})`;
}

/** `count` samples, their elements one after the other. */
function draw(
  { create }: DistributionCase,
  parameters: readonly Value[],
  points: Measure,
  count: number,
): number[] {
  return tidy(() => {
    const distribution = create(...batched(parameters));
    const event = tensor(itemAt(points, 0).value as number).shape;
    return Array.from(distribution.sample(noise(distribution.noise, [count, ...event])).dataSync());
  });
}
