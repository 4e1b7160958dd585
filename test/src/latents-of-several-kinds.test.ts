// A continuous and a discrete latent in one model: each has its own posterior, prior and noise.
import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import {
  compiledStep,
  createEagerStep,
  type CreateStep,
  HelmholtzError,
  type MetricsRow,
  type PartLists,
  trainAssembly,
} from '@helmholtz/core';
import { loadDataset } from '@helmholtz/datasets';
import { assemble, buildModel, type SpecInput } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import test, { type ExecutionContext } from 'ava';

const spec: SpecInput = {
  recipe: 'vae',
  observed: { shape: [784] },
  latents: [
    { name: 'z', size: 4, posterior: 'normal', prior: { name: 'normal', scale: 2 } },
    {
      name: 'c',
      size: 10,
      posterior: { name: 'relaxedCategorical', categories: 10 },
      prior: 'logRelaxedCategorical',
    },
  ],
  networks: {
    recognition: [{ layer: 'dense', units: 32, activation: 'relu' }],
    generative: [{ layer: 'dense', units: 32, activation: 'relu' }],
  },
  objective: { name: 'elbo', kl: 'monteCarlo' },
  data: { dataset: 'digits', binarization: 'threshold' },
  training: { epochs: 1, batchSize: 50 },
};

test('each latent has its own posterior, prior and noise, in the description too', (t) => {
  const model = buildModel(spec);
  t.deepEqual(
    model.noise.map(({ name, source }) => [name, source]),
    [
      ['z_noise', 'standardNormal'],
      ['c_noise', 'standardGumbel'],
    ],
  );
  const families = model.latents.map(({ name, divergence }) => {
    const { posteriorName, priorName, priorConstants } = divergence!.layer;
    return [name, posteriorName, priorName, priorConstants];
  });
  t.deepEqual(families, [
    ['z', 'normal', 'normal', { loc: 0, scale: 2 }],
    ['c', 'logRelaxedCategorical', 'logRelaxedCategorical', { categories: 10, temperature: 0.5 }],
  ]);
  const text = JSON.stringify(model.description);
  for (const name of ['standardGumbel', 'standardNormal', 'logRelaxedCategorical'])
    t.true(text.includes(name), name);
});

async function trained(t: ExecutionContext, backend: string, createStep: CreateStep): Promise<MetricsRow> {
  await setBackend(backend);
  if (backend === 'onnx') configureOnnx({ mode: 'native', threads: 1 });
  const data = await loadDataset('digits', { binarization: 'threshold', limit: 600 });
  const { history } = await trainAssembly({ ...assemble(spec), createStep }, { data });
  t.is(history.length, 1);
  return history[0]!;
}

test.serial('an epoch of compiled steps equals one of eager steps', async (t) => {
  const refuse = (line: string): never => t.fail(line);
  const compiled = await trained(t, 'onnx', compiledStep(compileSteps, refuse));
  const eager = await trained(t, 'cpu', createEagerStep);
  for (const part of ['train', 'test'] as const) {
    const [one, other] = [compiled[part]!, eager[part]!];
    t.deepEqual(Object.keys(one), Object.keys(other));
    for (const [metric, value] of Object.entries(other)) {
      t.true(
        Math.abs(one[metric]! - value) < 1e-3 * Math.abs(value) + 1e-3,
        `${part} ${metric}: ${one[metric]}, ${value}`,
      );
    }
  }
  // What a model knows that has seen nothing.
  t.true(compiled.test!['nelbo']! < 784 * Math.LN2);
  t.true(compiled.test!['kl/z']! > 0);
  t.true('kl/c' in compiled.test!);
});

const refused: Record<string, { change: Partial<SpecInput<PartLists>>; message: RegExp }> = {
  'a prior of another support': {
    change: { latents: [{ name: 'z', size: 10, posterior: 'relaxedCategorical', prior: 'normal' }] },
    message: /^The latent "z" is drawn from "logRelaxedCategorical", of .* but its prior is "normal"/,
  },
  "the prior of the spec, which does not suit the latent's posterior": {
    change: { latents: [{ name: 'z', size: 10, posterior: 'relaxedCategorical' }] },
    message: /its prior is "standardNormal"/,
  },
  'the noise of the spec, which one of the posteriors does not take': {
    change: { noise: 'zero' },
    message: /^The posterior "relaxedCategorical" cannot use the noise "zero"\.$/,
  },
  'an option that the posterior does not have': {
    change: { latents: [{ name: 'z', size: 4, posterior: { name: 'normal', scal: 1 } }] },
    message: /^the posterior "normal": unknown key "scal"\.$/,
  },
  'a prior that the recipe decides': {
    change: {
      recipe: 'dlgm',
      latents: [
        { name: 'z1', size: 4, prior: 'laplace' },
        { name: 'z2', size: 4 },
      ],
      networks: { recognition_z1: [], recognition_z2: [], generative_z1: [], generative_x: [] },
    },
    message: /^the spec at latents\.0\.prior: the recipe "dlgm" has its own prior of "z1"\.$/,
  },
  'what a posterior is given, in a recipe that decides it': {
    change: { latents: [{ name: 'z', size: 4, posterior: { given: ['x'] } }] },
    message: /^the spec at latents\.0\.posterior: the recipe "vae" does not take it\.$/,
  },
  'a misspelled key of an unnamed posterior': {
    change: { latents: [{ name: 'z', size: 4, posterior: { givn: ['x'] } as never }] },
    message: /^the spec at latents\.0\.posterior: unknown key "givn"\.$/,
  },
};

for (const [what, { change, message }] of Object.entries(refused)) {
  test(`throws an error when the model is built: ${what}`, (t) => {
    t.throws(() => buildModel<PartLists>({ ...spec, ...change } as SpecInput<PartLists>), {
      instanceOf: HelmholtzError,
      message,
    });
  });
}
