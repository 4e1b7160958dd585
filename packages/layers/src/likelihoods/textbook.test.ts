import type { LikelihoodPart } from '@helmholtz/core';
// Tests each head against formulas of textbooks and docs/reference/spec.md. The head's own
// distribution would not reveal a wrong sign, inverse or order.
import { choose, type Likelihood, meanOf, type PartReference, varianceOf } from '@helmholtz/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test, { type ExecutionContext } from 'ava';

import '@helmholtz/testing/cpu-backend';
import { likelihoodRows } from '../testing/likelihood-rows.js';
import { call, numbers } from '../testing/symbolic.js';
import type { LikelihoodHead } from './likelihood.js';
import * as own from '../parts.js';

const likelihoodParts: readonly LikelihoodPart[] = own.likelihoods;

/** As a model chooses from all that are on offer. */
function likelihoodOf(reference: PartReference): Likelihood {
  const { part, options } = choose('likelihood', likelihoodParts, reference);
  return {
    parameterShape: (eventShape) => part.parameterShape(eventShape, options, likelihoodOf),
    head: (config) => part.head(config, options, likelihoodOf),
  };
}

function near(t: ExecutionContext, computed: Tensor, expected: readonly number[], what: string): void {
  const found = numbers(computed);
  // One variance may stand for all elements.
  expected.forEach((value, index) => {
    const actual = found[found.length === 1 ? 0 : index]!;
    t.true(
      Math.abs(actual - value) <= 1e-5 * Math.abs(value) + 1e-6,
      `${what} ${index} is ${actual}, expected ${value}`,
    );
  });
}

test('the likelihoods in the table are those on offer', (t) => {
  t.deepEqual(Object.keys(likelihoodRows).toSorted(), likelihoodParts.map(({ name }) => name).toSorted());
});

for (const [name, table] of Object.entries(likelihoodRows)) {
  for (const row of table) {
    test(`${name} ${JSON.stringify(row.options ?? {})}: mean, variance and nll are the textbook's`, (t) => {
      const likelihood = likelihoodOf({ name, ...row.options });
      const shape = [...likelihood.parameterShape([row.x.length])];
      t.deepEqual(shape, [row.network.length]);
      const parameters = input({ shape });
      const head = likelihood.head({ name: 'head', variable: 'x' }) as LikelihoodHead;
      const graph = model({ inputs: parameters, outputs: call(head, parameters) });
      head.setWeights(
        (row.learned ?? []).map((values, index) =>
          tensor(values as number[], head.weights[index]!.shape as number[]),
        ),
      );
      const networkOutput = graph.predict(tensor([row.network as number[]])) as Tensor;
      const distribution = head.distribution(networkOutput);
      if (row.mean) near(t, meanOf(distribution), row.mean, 'mean');
      else t.false('mean' in distribution);
      if (row.variance) near(t, varianceOf(distribution), row.variance, 'variance');
      else t.false('variance' in distribution);
      const nll = row.densities.reduce((total, density) => total - Math.log(density), 0);
      near(t, head.nll(tensor([row.x as number[]]), networkOutput), [nll], 'nll');
    });
  }
}
