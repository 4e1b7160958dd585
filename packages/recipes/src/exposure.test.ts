import { HelmholtzError } from '@helmholtz/base';
import { defineRecipe, exposuresOf } from '@helmholtz/core';
import test from 'ava';

import { latentVariableGraph } from '@helmholtz/layers';
import { type SymbolicTensor, input } from '@tensorflow/tfjs-layers';
import '@helmholtz/testing/cpu-backend';
import { buildModel } from './testing/any-names.js';
import { metricsOf } from './testing/terms.js';

const networks = { recognition: [], generative: [] };
const spec = {
  recipe: 'vae',
  observed: { shape: [2] },
  latents: [{ name: 'z', size: 1 }],
  networks,
  likelihood: { name: 'poisson', exposure: 'size' },
};

test('the likelihood at an exposure is that of the mean times it', (t) => {
  const model = buildModel(spec);
  t.deepEqual(
    model.inputs.map(({ name, shape }) => [name, shape]),
    [
      ['x', [2]],
      ['size', [1]],
    ],
  );
  const noise = Object.fromEntries(model.noise.map(({ name }) => [name, [0.3]]));
  const at = (size: number): number =>
    metricsOf(model, { x: [3, 1], size: [size] }, noise)['expectedLogLikelihood']!;
  // log p(x) = x log s - s l + (terms without s), so from two exposures the sum l of rates follows.
  const rate = (at(1) - at(2) + 4 * Math.log(2)) / 1;
  t.true(Math.abs(at(5) - (at(1) + 4 * Math.log(5) - 4 * rate)) < 1e-3);
});

test('a declared input is the exposure, which other variables may be given, too', (t) => {
  const model = buildModel({
    recipe: 'composed',
    observed: { shape: [2], given: ['z'] },
    inputs: [{ name: 'size', shape: [1] }],
    latents: [{ name: 'z', size: 1, posterior: { given: ['x', 'size'] } }],
    networks: { recognition_z: [], generative_x: [] },
    likelihood: { name: 'poisson', exposure: 'size' },
  });
  t.deepEqual(
    model.inputs.map(({ name }) => name),
    ['x', 'size'],
  );
  t.deepEqual([...exposuresOf(model).keys()], ['size']);
});

test('throws an error for a recipe that ignores an exposure', (t) => {
  const ignoring = defineRecipe({
    name: 'ignoring',
    description: 'applies its head directly',
    build({ observed }, { network, likelihood, sample }) {
      const x = input({ shape: observed.shape, name: observed.name });
      const z = sample(network('recognition')(x), { name: 'z', size: 1 });
      const parameters = network('generative')(z, { outputShape: [2] });
      const output = likelihood.head({ name: 'head', variable: 'x' }).apply(parameters);
      return latentVariableGraph({ name: 'g', inputs: [x], outputs: [output as SymbolicTensor] });
    },
  });
  const error = t.throws(() => buildModel({ ...spec, recipe: 'ignoring' }, [{ recipes: [ignoring] }]), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The recipe "ignoring" does not support the exposure "size" of "x".');
});
