import { constantPrior, conditionalPrior } from '@helmholtz/core';
import { HelmholtzError } from '@helmholtz/base';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { numbers } from '../testing/symbolic.js';
import { PrecisionWeighted, precisionWeightedPosterior } from './precision-weighted.js';

const weighted = (...values: number[]): number[] =>
  (new PrecisionWeighted({}).apply(values.map((value) => tensor([[value]]))) as Tensor[]).flatMap(numbers);

test('precisions add, and locations are weighed by them', (t) => {
  // Variances 1/3 and 1: precisions 3 and 1.
  const [loc, logVariance] = weighted(2, Math.log(1 / 3), -2, 0);
  t.true(Math.abs(loc! - (3 * 2 - 2) / 4) < 1e-6);
  t.true(Math.abs(logVariance! - Math.log(1 / 4)) < 1e-6);
});

test('extreme variances neither overflow nor vanish', (t) => {
  for (const [given, expected] of [
    [
      [1, -200, 5, 200],
      [1, -200],
    ],
    [
      [1, 200, 5, -200],
      [5, -200],
    ],
    [
      [1, 150, 5, 150],
      [3, 150 - Math.log(2)],
    ],
    [
      [1, -150, 5, -150],
      [3, -150 - Math.log(2)],
    ],
  ] as const) {
    weighted(...given).forEach((value, index) =>
      t.true(Math.abs(value - expected[index]!) < 1e-4, `${value}`),
    );
  }
});

const variable = { variable: 'z', size: 2, noise: 'standardNormal' };
const options = { scale: 'logVariance' } as const;

test('a prior in the graph is weighed in; a constant one is not', (t) => {
  const features = input({ shape: [3], name: 'features' });
  const [loc, logVariance] = ['loc', 'logVariance'].map((name) => input({ shape: [2], name })) as [
    SymbolicTensor,
    SymbolicTensor,
  ];
  const given = conditionalPrior({ family: 'normal', parameters: { loc, logVariance } });
  const z = precisionWeightedPosterior.sample(features, { ...variable, prior: given }, options);
  const graph = latentVariableGraph({ name: 'g', inputs: [features, loc, logVariance], outputs: [z] });
  const at = tensor([[1, -1, 2]]);
  // A prior of so small a variance decides alone.
  const drawn = graph.predict([at, tensor([[7, -8]]), tensor([[-60, -60]]), tensor([[1, 1]])]) as Tensor;
  numbers(drawn).forEach((value, index) => t.true(Math.abs(value - [7, -8][index]!) < 1e-5));

  const constant = precisionWeightedPosterior.sample(
    features,
    { ...variable, variable: 'w', prior: constantPrior('standardNormal') },
    options,
  );
  const alone = latentVariableGraph({ name: 'a', inputs: [features], outputs: [constant] });
  t.false(alone.layers.some((layer) => layer instanceof PrecisionWeighted));
});

test('throws an error that names the family of a prior of another family', (t) => {
  const loc = input({ shape: [2] });
  const prior = conditionalPrior({ family: 'laplace', parameters: { loc } });
  t.throws(() => precisionWeightedPosterior.sample(input({ shape: [3] }), { ...variable, prior }, options), {
    instanceOf: HelmholtzError,
    message: 'The prior of "z" has the family "laplace".',
  });
});
