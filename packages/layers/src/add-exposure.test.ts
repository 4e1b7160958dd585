import { choose, type Likelihood, type LikelihoodPart, type PartReference } from '@helmholtz/core';
import { meanOf } from '@helmholtz/distributions';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import type { LikelihoodHead } from './likelihoods/likelihood.js';
import { observe } from './likelihoods/observe.js';
import * as own from './parts.js';
import { roundTrip } from './testing/round-trip.js';
import { numbers } from './testing/symbolic.js';

const parts: readonly LikelihoodPart[] = own.likelihoods;
const LOG_RATES = [0, Math.log(3)];

function likelihoodOf(reference: PartReference): Likelihood {
  const { part, options } = choose('likelihood', parts, reference);
  return {
    parameterShape: (shape) => part.parameterShape(shape, options, likelihoodOf),
    exposures: (shape) => part.exposures?.(shape, options, likelihoodOf) ?? [],
    head: (config) => part.head(config, options, likelihoodOf),
  };
}

/** Graph from parameters and exposure `size` to the head of a likelihood of two elements. */
function graphOf(reference: PartReference) {
  const likelihood = likelihoodOf(reference);
  const parameters = input({ shape: [...likelihood.parameterShape([2])], name: 'parameters' });
  const inputs = new Map<string, SymbolicTensor>();
  const output = observe(likelihood, { name: 'x', shape: [2] }, parameters, inputs);
  return model({ inputs: [parameters, ...inputs.values()], outputs: output });
}

const likelihoods: Readonly<Record<string, { readonly others: number[]; readonly share: number }>> = {
  poisson: { others: [], share: 1 },
  negativeBinomial: { others: [], share: 1 },
  zeroInflatedPoisson: { others: [0, 0], share: 0.5 },
  zeroInflatedNegativeBinomial: { others: [0, 0], share: 0.5 },
};

for (const [name, { others, share }] of Object.entries(likelihoods)) {
  test(`${name}: the mean is the exposure times that of the network, in every row`, async (t) => {
    const graph = graphOf({ name, exposure: 'size' });
    const logRates = tensor([
      [...LOG_RATES, ...others],
      [...LOG_RATES, ...others],
    ]);
    const meansOf = (chosen: typeof graph): number[] => {
      const output = chosen.predict([logRates, tensor([[2], [50]])]) as Tensor;
      return numbers(meanOf((chosen.getLayer('x_likelihood') as LikelihoodHead).distribution(output)));
    };
    const expected = [2, 6, 50, 150].map((mean) => share * mean);
    meansOf(graph).forEach((mean, index) => t.true(Math.abs(mean / expected[index]! - 1) < 1e-5));
    t.deepEqual(meansOf(await roundTrip(graph)), meansOf(graph));
  });
}

test('an offset is the logarithm of an exposure', (t) => {
  const sized = graphOf({ name: 'poisson', exposure: 'size' });
  const offset = graphOf({ name: 'poisson', offset: 'size' });
  const logRates = tensor([LOG_RATES]);
  const [first, second] = [
    sized.predict([logRates, tensor([[20]])]),
    offset.predict([logRates, tensor([[Math.log(20)]])]),
  ];
  t.deepEqual(numbers(first as Tensor), numbers(second as Tensor));
});

test('columns of counts have the exposure, and other columns none', (t) => {
  const graph = graphOf({
    name: 'heterogeneous',
    columns: [
      { name: 'height', likelihood: { name: 'normal', scale: 1 } },
      {
        name: 'visits',
        likelihood: { name: 'negativeBinomial', concentration: 'network', exposure: 'size' },
      },
    ],
  });
  const output = graph.predict([tensor([[5, 0, 7]]), tensor([[Math.E]])]) as Tensor;
  t.deepEqual(
    numbers(output).map((value) => Number(value.toFixed(5))),
    [5, 1, 7],
  );
});

test('throws an error for an exposure and an offset together', (t) => {
  const error = t.throws(() => graphOf({ name: 'poisson', exposure: 'size', offset: 'log_size' }));
  t.is(error.message, 'The likelihood "poisson" has an exposure and an offset.');
});
