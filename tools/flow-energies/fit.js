// A flow fitted to an energy: the loss is the reverse Kullback-Leibler divergence but for log Z,
// E_q[log q(z) + U(z)].
import { compileSteps } from '@helmholtz/backend-onnx';
import {
  compiledStep,
  createOptimizer,
  createSchedule,
  drawNoise,
  isVariational,
  logPosterior,
  train,
} from '@helmholtz/core';
import { assemble } from '@helmholtz/recipes';
import { mean, mul, neg, sub, tidy, zeros } from '@tensorflow/tfjs-core';

import { logDensity } from './energies.js';

/**
 * @import { SpecInput } from '@helmholtz/recipes'
 * @import { Scalar } from '@tensorflow/tfjs-core'
 * @import { Energy } from './energies.js'
 */

/** @typedef {Extract<SpecInput['posterior'], { name: 'flow' }>['steps']} Steps */

const BATCH = 256;

/**
 * The data are nothing: each example is a draw.
 *
 * @satisfies {import('@helmholtz/core').Dataset}
 */
const draws = {
  name: 'draws',
  size: 100 * BATCH,
  shape: [1],
  fixed: true,
  read: (/** @type {ArrayLike<number>} */ _, /** @type {Float32Array} */ out) => void out.fill(0),
};

/**
 * @param {Energy} energy
 * @returns {import('@helmholtz/core').OnePhaseObjective}
 */
function objectiveOf(energy) {
  return {
    name: 'energy',
    monitor: { metric: 'bound', mode: 'max' },
    // The energy is at a hundredth of its height at first, so that every mode is found (section
    // 6.1).
    coefficients: (progress) => ({
      height: progress ? Math.min(1, 0.01 + (2 * progress.step) / progress.totalSteps) : 1,
    }),
    evaluate(model, { coefficients }) {
      const z = latentOf(model.terms().latents);
      const [logQ, logP] = [logPosterior(z), logDensity(energy, given(z.value, 'a value of the latent'))];
      const loss = /** @type {Scalar} */ (
        mean(sub(logQ, mul(logP, given(coefficients['height'], 'the coefficient "height"'))))
      );
      return { loss, metrics: { bound: /** @type {Scalar} */ (neg(mean(sub(logQ, logP)))) } };
    },
  };
}

/**
 * The model's only latent variable.
 *
 * @param {readonly import('@helmholtz/core').LatentTerm[]} latents
 */
function latentOf(latents) {
  return given(latents.find(isVariational), 'a latent variable with a posterior');
}

/**
 * @template T
 * @param {T | undefined} value
 * @param {string} what
 */
function given(value, what) {
  if (value === undefined) throw new Error(`The model does not have ${what}.`);
  return value;
}

/**
 * Returns draws of the fitted flow, and its bound on log Z, a mean over them.
 *
 * @param {Energy} energy
 * @param {Steps} steps
 * @param {{ epochs: number; learningRate?: number; seed: number }} options
 */
export async function fit(energy, steps, { epochs, learningRate = 0.005, seed }) {
  const { model } = assemble({
    recipe: 'vae',
    observed: { shape: [1] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [] },
    posterior: { name: 'flow', steps },
    seed,
  });
  await train(model, {
    data: draws,
    objective: objectiveOf(energy),
    optimizer: createOptimizer({ name: 'adam', learningRate }),
    schedule: createSchedule({ name: 'cosine', final: learningRate / 100 }, learningRate),
    epochs,
    batchSize: BATCH,
    seed,
    createStep: compiledStep(compileSteps, (line) => {
      throw new Error(line);
    }),
  });
  /** @type {number[]} */
  const values = [];
  /** @type {number[]} */
  const bounds = [];
  for (let part = 0; part < 50; part++) {
    const { z, bound } = tidy(() => {
      const { latents } = model.terms(
        [zeros([4000, 1])],
        drawNoise(model.noise, 4000, seed, ['draws', part]),
      );
      const term = latentOf(latents);
      const value = given(term.value, 'a value of the latent');
      const differences = sub(logDensity(energy, value), logPosterior(term));
      return { z: value.dataSync(), bound: differences.dataSync() };
    });
    values.push(...z);
    bounds.push(...bound);
  }
  return { values, ...summary(bounds) };
}

/** @param {readonly number[]} bounds */
function summary(bounds) {
  const average = bounds.reduce((sum, value) => sum + value, 0) / bounds.length;
  const variance = bounds.reduce((sum, value) => sum + (value - average) ** 2, 0) / bounds.length;
  return { bound: average, standardError: Math.sqrt(variance / bounds.length) };
}
