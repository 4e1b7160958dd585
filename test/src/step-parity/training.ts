// Compiled and eager steps, on the onnx and the cpu backend: the same seed leads to the same place.
import '@tensorflow/tfjs-backend-cpu';

import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import {
  catalogue,
  compiledStep,
  createEagerStep,
  createOptimizer,
  type CreateStep,
  type Dataset,
  declareRecipe,
  type LayerSpec,
  readWeights,
  type SpecInput,
  train,
  type WeightValues,
  type PartLists,
} from '@helmholtz/core';
import { assemble, createCatalogue } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

/** Steps of a training in `npm test`. */
export const FEW_STEPS = 50;
/** Steps of a training in `npm run test:nightly`. */
export const MANY_STEPS = 200;
const BATCH = 20;
const EXAMPLES = 100;

/** The networks of a VAE around a latent of a size. */
const oneLatent = (size: number): SpecInput => ({
  recipe: 'vae',
  observed: { shape: [30] },
  latents: [{ name: 'z', size }],
  networks: { recognition: [{ layer: 'dense', units: 16, activation: 'relu' }], generative: [] },
});

/** The networks of a hierarchy of two latents, bottom up and back. */
const twoLatents = (activation: string): Omit<SpecInput, 'recipe'> => {
  const dense = (units: number): LayerSpec[] => [{ layer: 'dense', units, activation }];
  return {
    observed: { shape: [30] },
    latents: [
      { name: 'z1', size: 4 },
      { name: 'z2', size: 2 },
    ],
    networks: {
      recognition_z1: dense(12),
      recognition_z2: dense(6),
      generative_z1: dense(6),
      generative_x: dense(12),
    },
  };
};

export const specs: Readonly<Record<string, SpecInput>> = {
  vae: {
    recipe: 'vae',
    observed: { shape: [30] },
    latents: [{ name: 'z', size: 3 }],
    networks: {
      recognition: [{ layer: 'dense', units: 16, activation: 'relu' }],
      generative: [{ layer: 'dense', units: 16, activation: 'tanh' }],
    },
  },
  dlgm: {
    recipe: { name: 'dlgm', scale: 'logScale' },
    ...twoLatents('tanh'),
    likelihood: { name: 'bernoulli', offset: 'mean' },
    posterior: { name: 'normal', scale: 'logScale' },
  },
  ladder: {
    recipe: { name: 'dlgm', recognition: 'topDown', scale: 'learned' },
    ...twoLatents('relu'),
    posterior: 'precisionWeighted',
  },
  'top down': {
    recipe: { name: 'dlgm', recognition: 'topDown' },
    ...twoLatents('tanh'),
  },
  'full covariance': {
    ...oneLatent(3),
    posterior: 'multivariateNormal',
  },
  'full covariance, without the score': {
    ...oneLatent(3),
    posterior: 'multivariateNormal',
    objective: { name: 'elbo', kl: 'monteCarlo', gradient: 'path' },
  },
  'full covariance, importance-weighted': {
    ...oneLatent(3),
    posterior: 'multivariateNormal',
    objective: { name: 'importanceWeightedBound', samples: 3, gradient: 'doublyReparameterized' },
  },
  shares: {
    ...oneLatent(3),
    posterior: 'dirichlet',
    prior: 'dirichlet',
  },
  'unit vectors': {
    ...oneLatent(3),
    posterior: 'vonMisesFisher',
    prior: 'uniformOnSphere',
  },
  'low rank': {
    ...oneLatent(3),
    posterior: { name: 'lowRankNormal', rank: 2 },
  },
  categories: {
    ...oneLatent(12),
    posterior: { name: 'relaxedCategorical', categories: 4 },
    prior: 'logRelaxedCategorical',
    objective: { name: 'elbo', kl: 'monteCarlo', gradient: 'path', samples: 2 },
  },
  'categories straight through, at a temperature that falls': {
    ...oneLatent(12),
    posterior: {
      name: 'relaxedCategorical',
      categories: 4,
      temperature: { from: 1, to: 0.5, over: 0.5 },
      straightThrough: true,
    },
    prior: 'logRelaxedCategorical',
    objective: { name: 'elbo', kl: 'discrete' },
  },
  'exact categories, by several samples': {
    ...oneLatent(12),
    posterior: { name: 'categorical', categories: 4 },
    prior: 'categorical',
    objective: { name: 'vimco', samples: 3 },
  },
  'exact categories, with a baseline': {
    ...oneLatent(12),
    posterior: { name: 'categorical', categories: 4 },
    prior: 'categorical',
    objective: { name: 'nvil', samples: 2 },
  },
  'exact categories, summed out': {
    ...oneLatent(8),
    posterior: { name: 'categorical', categories: 4 },
    prior: 'categorical',
    objective: 'enumeratedElbo',
  },
  'planar flow': { ...oneLatent(3), posterior: { name: 'flow', steps: [{ name: 'planar', repeat: 3 }] } },
  'inverse autoregressive flow': {
    ...oneLatent(3),
    posterior: { name: 'flow', steps: [{ name: 'inverseAutoregressive', repeat: 2, hidden: [8] }] },
    objective: { name: 'importanceWeightedBound', samples: 3 },
  },
  'Sylvester flow': {
    ...oneLatent(3),
    posterior: { name: 'flow', steps: [{ name: 'sylvester', columns: 2 }] },
  },
  'coupling flow, without the score': {
    ...oneLatent(3),
    posterior: { name: 'flow', steps: [{ name: 'affineCoupling', repeat: 2, hidden: [8] }] },
    objective: { name: 'elbo', kl: 'monteCarlo', gradient: 'path', samples: 2 },
  },
  'spline flow, importance-weighted': {
    ...oneLatent(3),
    posterior: { name: 'flow', steps: [{ name: 'splineCoupling', hidden: [8], bins: 4 }, 'radial'] },
    objective: { name: 'importanceWeightedBound', samples: 3, gradient: 'doublyReparameterized' },
  },
  'flow as the prior': {
    ...oneLatent(3),
    prior: { name: 'flow', steps: [{ name: 'maskedAutoregressive', repeat: 2, hidden: [8] }, 'actNorm'] },
  },
  'flow as the likelihood': {
    ...oneLatent(3),
    // Patterns are exact: with a scale that is free their density would grow without end.
    likelihood: { name: 'flow', scale: 0.5, steps: [{ name: 'additiveCoupling', repeat: 2, hidden: [8] }] },
  },
  VampPrior: {
    recipe: 'vae',
    observed: { shape: [30] },
    latents: [{ name: 'z', size: 3 }],
    networks: { recognition: [{ layer: 'dense', units: 16, activation: 'relu' }], generative: [] },
    prior: { name: 'vampPrior', components: 5 },
    objective: { name: 'elbo', kl: 'monteCarlo' },
  },
};

/** What does the steps of a training, and where. */
export interface Engine {
  readonly name: string;
  readonly backend: string;
  readonly createStep: CreateStep;
}

export const eagerOnCpu: Engine = { name: 'eager on cpu', backend: 'cpu', createStep: createEagerStep };
export const eagerOnOnnx: Engine = { name: 'eager on onnx', backend: 'onnx', createStep: createEagerStep };
export const compiledOnOnnx: Engine = {
  name: 'compiled on onnx',
  backend: 'onnx',
  createStep: compiledStep(compileSteps, refuse),
};

function refuse(line: string): never {
  throw new Error(line);
}

/** Each pixel is on in a third of the examples, in a pattern of its own. */
function patterns(shape: readonly number[]): Dataset {
  const size = shape.reduce((product, length) => product * length, 1);
  return {
    name: 'patterns',
    size: EXAMPLES,
    shape,
    fixed: true,
    labels: Array.from({ length: EXAMPLES }, (_, index) => index % 10),
    read: (indices, out) => {
      for (let row = 0; row < indices.length; row++) {
        for (let pixel = 0; pixel < size; pixel++) {
          out[row * size + pixel] = (indices[row]! * 7 + pixel * (1 + (indices[row]! % 3))) % 3 === 0 ? 1 : 0;
        }
      }
    },
  };
}

export interface Outcome {
  readonly losses: readonly number[];
  readonly weights: WeightValues;
}

export async function trained(
  spec: SpecInput,
  { backend, createStep }: Engine,
  { steps, epsilon = 1e-8 }: { readonly steps: number; readonly epsilon?: number },
): Promise<Outcome> {
  await setBackend(backend);
  if (backend === 'onnx') configureOnnx({ mode: 'native', threads: 1 });
  const assembly = assemble<PartLists>({ ...spec, seed: 3 });
  const { model, objective } = assembly;
  const losses: number[] = [];
  await train(model, {
    data: patterns(assembly.spec.observed.shape),
    objective,
    optimizer: createOptimizer({ name: 'adam', learningRate: 0.005, epsilon }),
    epochs: (steps * BATCH) / EXAMPLES,
    batchSize: BATCH,
    seed: 3,
    createStep,
    callbacks: [{ onEpochEnd: ({ train }) => void losses.push(train['nelbo']!) }],
  });
  return { losses, weights: await readWeights(model) };
}

export function agree(t: ExecutionContext, actual: Outcome, expected: Outcome): void {
  expected.losses.forEach((loss, epoch) => {
    const error = Math.abs(actual.losses[epoch]! / loss - 1);
    t.true(error <= 1e-4, `epoch ${epoch + 1}: ${loss}, off by ${error}`);
  });
  for (const [weight, { values }] of expected.weights) {
    const other = actual.weights.get(weight)!.values;
    const scale = Math.max(...values.map(Math.abs));
    values.forEach((value, index) => {
      t.true(
        Math.abs(other[index]! - value) <= 1e-3 * scale,
        `${weight}[${index}]: ${value}, ${other[index]}`,
      );
    });
  }
}

/**
 * Tests that a spec trains to the same place with an engine as eagerly on cpu, and to the same bits
 * again.
 */
export function testParity(
  name: string,
  spec: SpecInput,
  testedEngines: readonly Engine[],
  steps: number,
): void {
  let reference: Promise<Outcome> | undefined;
  for (const engine of testedEngines) {
    let first: Promise<Outcome> | undefined;

    test.serial(
      `${name}: after ${steps} steps of Adam, ${engine.name} is where eager on cpu is`,
      async (t) => {
        const expected = await (reference ??= trained(spec, eagerOnCpu, { steps }));
        t.true((expected.losses.at(-1) ?? NaN) < 0.9 * (expected.losses[0] ?? NaN), 'it learns');
        first = trained(spec, engine, { steps });
        agree(t, await first, expected);
      },
    );

    test.serial(`${name}: ${engine.name}, the same seed gives the same bits`, async (t) => {
      const again = await trained(spec, engine, { steps });
      t.deepEqual(again, await (first ?? trained(spec, engine, { steps })));
    });
  }
}

/**
 * Where a gradient is zero but for rounding, Adam makes a whole step of that unless its epsilon is
 * larger: of a bias before a batch normalization, say.
 */
const ABOVE_ROUNDING = 1e-4;

/** Tests every registered recipe, as its name declares it in a small size. */
export function testRecipes(steps: number): void {
  for (const recipe of createCatalogue().getAll(catalogue.recipe)) {
    const sizes = {
      observed: { name: 'x', shape: [8, 8, 1] },
      hidden: recipe.name === 'conv-vae' ? [4, 4] : [6],
    };
    test.serial(`the recipe ${recipe.name}: ${steps} compiled steps end where eager ones do`, async (t) => {
      const spec = declareRecipe(recipe, sizes);
      const isNormalized = JSON.stringify(spec.networks).includes('batchNormalization');
      const options = { steps, ...(isNormalized ? { epsilon: ABOVE_ROUNDING } : {}) };
      const expected = await trained(spec, eagerOnCpu, options);
      t.true((expected.losses.at(-1) ?? NaN) < (expected.losses[0] ?? NaN), 'it learns');
      agree(t, await trained(spec, compiledOnOnnx, options), expected);
    });
  }
}
