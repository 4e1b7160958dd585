// Four one-hot images of four pixels, and a VAE of them with two latents: the toy of Mescheder et
// al. 2017, section 4.1. The best log-likelihood is -log 4.
import { compileSteps } from '@helmholtz/backend-onnx';
import {
  compiledStep,
  createOptimizer,
  createSchedule,
  drawNoise,
  logLikelihood,
  train,
} from '@helmholtz/core';
import { assemble } from '@helmholtz/recipes';
import { tensor, tidy } from '@tensorflow/tfjs-core';

/** @typedef {import('@helmholtz/recipes').SpecInput} SpecInput */
/** @typedef {import('@helmholtz/core').LatentVariableModel} Model */

const POINTS = 4;
const BATCH = 256;
const STEPS_PER_EPOCH = 100;
const images = Array.from({ length: POINTS }, (_, row) =>
  Array.from({ length: POINTS }, (_, pixel) => (pixel === row ? 1 : 0)),
);

/** @satisfies {import('@helmholtz/core').Dataset} */
const data = {
  name: 'four-points',
  size: STEPS_PER_EPOCH * BATCH,
  shape: [POINTS],
  fixed: true,
  read: (/** @type {ArrayLike<number>} */ indices, /** @type {Float32Array} */ out) => {
    out.fill(0);
    Array.from(indices).forEach((index, row) => (out[row * POINTS + (index % POINTS)] = 1));
  },
};

const layer = /** @type {const} */ ({ layer: 'dense', units: 128, activation: 'relu' });
const hidden = () => [layer, layer];

/**
 * The two models, which differ in the posterior and the objective alone.
 *
 * @satisfies {Record<string, Partial<SpecInput>>}
 */
export const models = {
  vae: { networks: { recognition: hidden(), generative: hidden() } },
  avb: {
    networks: { recognition: [], generative: hidden() },
    posterior: { name: 'implicit', noise: 8, hidden: [128, 128] },
    objective: { name: 'adversarialVariationalBayes', steps: 3 },
  },
};

/**
 * Trains a model, and returns it.
 *
 * @param {keyof typeof models} name
 * @param {{ steps: number; learningRate: number; seed: number; log: (line: string) => void }} options
 */
export async function trained(name, { steps, learningRate, seed, log }) {
  const { model, objective } = assemble({
    recipe: 'vae',
    observed: { shape: [POINTS] },
    latents: [{ name: 'z', size: 2 }],
    ...models[name],
    seed,
  });
  const epochs = Math.ceil(steps / STEPS_PER_EPOCH);
  await train(model, {
    data,
    objective,
    optimizer: createOptimizer({ name: 'adam', learningRate }),
    schedule: createSchedule({ name: 'cosine', final: learningRate / 100 }, learningRate),
    epochs,
    batchSize: BATCH,
    seed,
    createStep: compiledStep(compileSteps, (line) => {
      throw new Error(line);
    }),
    callbacks: [
      {
        onEpochEnd: ({ epoch, train: metrics }) => {
          if (epoch % 10 > 0 && epoch < epochs) return;
          const shown = Object.entries(metrics).map(([key, value]) => `${key} ${value.toFixed(4)}`);
          const logLikelihood = exactLogLikelihood(model).toFixed(4);
          log(`${name}, ${epoch * STEPS_PER_EPOCH} steps: exact ${logLikelihood}; ${shown.join(', ')}`);
        },
      },
    ],
  });
  return model;
}

/**
 * Mean log p(x) of the four images: the integral of p(x given z) p(z) over a grid of z.
 *
 * @param {Model} model
 */
export function exactLogLikelihood(model, step = 0.05, side = 6) {
  const line = Array.from({ length: Math.round((2 * side) / step) + 1 }, (_, index) => index * step - side);
  const densities = images.map((image) => {
    let integral = 0;
    for (const first of line) {
      tidy(() => {
        const grid = line.map((second) => [first, second]);
        const [likelihood] = model.decode({ z: tensor(grid) });
        if (!likelihood) throw new Error('The model has no likelihood.');
        const value = tensor(grid.map(() => image));
        const logs = logLikelihood({ name: 'x', shape: [POINTS], likelihood, value }).dataSync();
        line.forEach((second, index) => {
          const prior = Math.exp(-(first ** 2 + second ** 2) / 2) / (2 * Math.PI);
          integral += Math.exp(logs[index] ?? NaN) * prior * step ** 2;
        });
      });
    }
    return Math.log(integral);
  });
  return densities.reduce((sum, value) => sum + value, 0) / POINTS;
}

/**
 * Draws of the posterior of each image.
 *
 * @param {Model} model
 * @param {number} count draws of each image.
 * @param {number} seed
 * @returns {Float32Array[]} coordinates of each image's draws.
 */
export function posteriorDraws(model, count, seed) {
  return images.map((image, index) =>
    tidy(() => {
      const noise = drawNoise(model.noise, count, seed, ['draws', index]);
      const x = tensor(Array.from({ length: count }, () => image));
      const [z] = model.terms([x], noise).latents;
      if (!z?.value) throw new Error('The latent has no value.');
      return Float32Array.from(z.value.dataSync());
    }),
  );
}
