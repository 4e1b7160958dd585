import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  LatentVariableModel,
  type SpecInput,
  elbo,
  readWeights,
  viewOfTerms,
  type PartLists,
} from '@helmholtz/core';
import { modelFiles } from '@helmholtz/core/run';
import { buildModel } from '@helmholtz/recipes';
import { type Tensor, dispose, enableProdMode, setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import test from 'ava';

enableProdMode();
await setBackend('cpu');

const specs: Readonly<Record<string, SpecInput>> = {
  'of vectors, Bernoulli': {
    recipe: 'vae',
    observed: { shape: [4] },
    latents: [{ name: 'z_top', size: 2 }],
    networks: { recognition: [{ layer: 'dense', units: 3, activation: 'tanh' }], generative: [] },
    prior: { name: 'normal', loc: 1, scale: 2 },
  },
  'of images, two latents, a normal distribution that learns its scale': {
    recipe: 'vae',
    observed: { name: 'image', shape: [4, 4, 1] },
    latents: [
      { name: 'a', size: 2 },
      { name: 'b', size: 1 },
    ],
    networks: {
      recognition: [{ layer: 'conv2d', filters: 2, kernelSize: 3 }],
      generative: [{ layer: 'dense', units: 5 }, { layer: 'batchNormalization' }],
    },
    likelihood: { name: 'normal', scale: 'learnedPerElement' },
  },
};

const ramp = (shape: readonly number[]): Tensor => {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, index) => (index % 7) / 7),
    [...shape],
  );
};

/** The named terms at a fixed batch and fixed noise. */
function terms(model: LatentVariableModel): Record<string, number> {
  return tidy(() => {
    const batch = (variables: readonly { readonly shape: readonly number[] }[]) =>
      variables.map(({ shape }) => ramp([3, ...shape]));
    const { metrics } = elbo().evaluate(viewOfTerms(model.terms(batch(model.inputs), batch(model.noise))), {
      training: false,
      coefficients: {},
    });
    return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value.dataSync()[0]!]));
  });
}

for (const [what, spec] of Object.entries(specs)) {
  test(`a VAE ${what}: saved in Node and loaded (pitfall 11), it is the same model`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'helmholtz-test-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const model = buildModel<PartLists>({ ...spec, seed: 5 });
    await t.throwsAsync(async () => model.layersModel.save(`file://${folder}/a`), {
      message: /Cannot find any save handlers/,
    });
    await model.layersModel.save(modelFiles(join(folder, 'model')));
    const loaded = new LatentVariableModel(await loadLayersModel(modelFiles(join(folder, 'model'))));
    t.deepEqual(loaded.description, model.description);
    t.deepEqual(await readWeights(loaded), await readWeights(model));
    t.deepEqual(terms(loaded), terms(model));
    t.true(Object.values(terms(loaded)).every((value) => Number.isFinite(value) && value !== 0));

    const inputs = [...model.inputs, ...model.noise].map(({ shape }) => ramp([3, ...shape]));
    const predict = (graph: LatentVariableModel): Float32Array =>
      tidy(() => (graph.layersModel.predict(inputs) as Tensor).dataSync() as Float32Array);
    t.deepEqual(predict(loaded), predict(model));
    dispose(inputs);
  });
}
