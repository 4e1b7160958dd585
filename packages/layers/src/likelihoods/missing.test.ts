/** Every likelihood leaves out missing values, or is refused by name. */
import { choose, type Likelihood, type LikelihoodPart, type PartReference } from '@helmholtz/core';
import { maskMissing, maskProblem, sumOverEvents } from '@helmholtz/distributions';
import { type Tensor, grad, tensor } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import * as own from '../parts.js';
import type { LikelihoodRow } from '../testing/likelihood-row.js';
import { likelihoodRows } from '../testing/likelihood-rows.js';
import { call, numbers } from '../testing/symbolic.js';
import type { LikelihoodHead } from './likelihood.js';

const likelihoodParts: readonly LikelihoodPart[] = own.likelihoods;
/** Likelihoods with one density for all elements together. */
const joint = ['flow', 'multivariateNormal'];

function likelihoodOf(reference: PartReference): Likelihood {
  const { part, options } = choose('likelihood', likelihoodParts, reference);
  return {
    parameterShape: (eventShape) => part.parameterShape(eventShape, options, likelihoodOf),
    head: (config) => part.head(config, options, likelihoodOf),
  };
}

function headOf(name: string, { options, x, learned = [] }: LikelihoodRow): LikelihoodHead {
  const likelihood = likelihoodOf({ name, ...options });
  const parameters = input({ shape: [...likelihood.parameterShape([x.length])] });
  const head = likelihood.head({ name: 'head', variable: 'x', missing: true }) as LikelihoodHead;
  model({ inputs: parameters, outputs: call(head, parameters) });
  head.setWeights(
    learned.map((values, index) => tensor(values as number[], head.weights[index]!.shape as number[])),
  );
  return head;
}

const close = (actual: number, expected: number): boolean =>
  Math.abs(actual - expected) <= 1e-5 * Math.abs(expected) + 1e-6;

for (const [name, rows] of Object.entries(likelihoodRows)) {
  rows.forEach((row, index) => {
    if (joint.includes(name)) {
      test(`${name} ${index}: throws an error that names the family with one density for all elements`, (t) => {
        const distribution = headOf(name, row).distribution(tensor([row.network as number[]]));
        t.is(maskProblem(distribution), 'has one density for all elements together');
        t.throws(() => maskMissing(distribution), { message: new RegExp(distribution.family) });
      });
      return;
    }

    test(`${name} ${index}: a missing value has no term and no gradient`, (t) => {
      const head = headOf(name, row);
      const network = tensor([row.network as number[]]);
      const logProb = (x: readonly number[]) => (parameters: Tensor) => {
        const masked = maskMissing(head.distribution(parameters));
        return sumOverEvents(masked.logProb(tensor([x as number[]])), 1 - masked.eventRank);
      };
      const complete = row.densities.reduce((sum, density) => sum + Math.log(density), 0);
      t.true(close(numbers(logProb(row.x)(network))[0]!, complete), 'all observed');

      const nothing = row.x.map(() => NaN);
      t.deepEqual(numbers(logProb(nothing)(network)), [0]);
      t.true(numbers(grad(logProb(nothing))(network)).every((slope) => slope === 0));

      // A category is missing as a whole, so that elements can be missing one by one elsewhere
      // only.
      if (row.densities.length !== row.x.length) return;
      row.x.forEach((_, missing) => {
        const x = row.x.map((value, element) => (element === missing ? NaN : value));
        const expected = complete - Math.log(row.densities[missing]!);
        t.true(close(numbers(logProb(x)(network))[0]!, expected), `without ${missing}`);
        const slopes = numbers(grad(logProb(x))(network));
        t.true(slopes.every((slope) => Number.isFinite(slope)));
        // If each element has one parameter, they are in the order of the elements.
        if (slopes.length === row.x.length) t.is(Math.abs(slopes[missing]!), 0);
      });
    });
  });
}
