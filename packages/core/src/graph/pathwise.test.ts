import { type Tensor, tensor, tile, variableGrads } from '@tensorflow/tfjs-core';
import { meanOf, varianceOf } from '@helmholtz/distributions';
import test from 'ava';

import { elbo } from '../objectives/elbo.js';
import { importanceWeightedBound } from '../objectives/importance-weighted-bound.js';
import type { Objective } from '../objectives/objective.js';
import { tinyHierarchy, makeExact } from '../testing/tiny-hierarchy.js';
import { tinyModel } from '../testing/tiny-model.js';
import { drawNoise } from '../training/noise-tensors.js';
import { lossOf } from '../training/loss.js';
import { logPosterior } from './log-densities.js';
import type { LatentVariableModel } from './model.js';
import { type ModelTerms, isVariational } from './terms.js';

const numbers = (values: Tensor): number[] => Array.from(values.dataSync());

/** Rows of x, different from each other. */
function observations(model: LatentVariableModel, rows: number): Tensor {
  const size = model.inputs[0]!.shape[0]!;
  const values = Array.from({ length: rows * size }, (_, index) => Math.abs(Math.sin(3 * index + 1)));
  return tensor(values, [rows, size]);
}

/** The gradient of an objective by each weight, at the noise that `key` names. */
function gradientsOf(
  model: LatentVariableModel,
  objective: Objective,
  x: Tensor,
  key = 'noise',
): Map<string, number[]> {
  const rows = x.shape[0] * (objective.samples ?? 1);
  const noise = drawNoise(model.noise, rows, 0, [key]);
  const { grads } = variableGrads(
    () => lossOf(model, objective, { inputs: [x], noise, coefficients: {} }, true).loss,
    model.trainableVariables,
  );
  return new Map([...model.weights].map(([name, weight]) => [name, numbers(grads[weight.name]!)]));
}

const models = { vae: () => tinyModel({ seed: 1 }), hierarchy: () => tinyHierarchy(1) };

for (const [name, build] of Object.entries(models)) {
  for (const samples of [undefined, 3]) {
    test(`the terms of a ${name} are the same, with ${samples ?? 'no axis for'} samples`, (t) => {
      const model = build();
      const x = observations(model, 4);
      const noise = drawNoise(model.noise, 4 * (samples ?? 1), 0, ['noise']);
      const values = (terms: ModelTerms): number[][] => [
        ...terms.latents.flatMap((latent) => [numbers(latent.value!), numbers(meanOf(latent.posterior!))]),
        ...terms.latents.filter(isVariational).map((latent) => numbers(logPosterior(latent))),
        ...terms.latents.map(({ prior }) => numbers(varianceOf(prior!))),
        ...terms.observed.map(({ likelihood }) => numbers(meanOf(likelihood))),
      ];
      const plain = model.terms([x], noise, { samples });
      const pathwise = model.terms([x], noise, { samples, pathwise: true });
      t.deepEqual(values(pathwise), values(plain));
      t.truthy(pathwise.path);
      t.is(plain.path, undefined);
    });
  }
}

const pathwise: Record<string, Objective> = {
  'the path gradient': elbo({ kl: 'monteCarlo', gradient: 'path' }),
  'the path gradient of several samples': elbo({ kl: 'monteCarlo', gradient: 'path', samples: 3 }),
  'the doubly reparameterized gradient': importanceWeightedBound({
    samples: 3,
    gradient: 'doublyReparameterized',
  }),
};

for (const [name, objective] of Object.entries(pathwise)) {
  test(`${name} by a posterior that is exact is zero at every draw`, (t) => {
    const model = tinyHierarchy();
    makeExact(model);
    const x = observations(model, 4);
    const recognition = /^z[12]_(loc|log_variance)\//;
    for (const [weight, gradient] of gradientsOf(model, objective, x)) {
      if (!recognition.test(weight)) continue;
      for (const value of gradient) t.true(Math.abs(value) < 2e-6, `${weight}: ${value}`);
    }
    const total = gradientsOf(model, elbo({ kl: 'monteCarlo' }), x);
    t.true(Math.abs(total.get('z2_loc/bias')![0]!) > 0.01, 'that of the whole is not');
  });
}

/** Chunks of draws, from which means and their standard errors are estimated. */
const CHUNKS = 16;
const ROWS = 1000;

const sameOnAverage: Record<string, readonly [Objective, Objective]> = {
  'the path gradient': [
    elbo({ kl: 'monteCarlo', beta: 0.4 }),
    elbo({ kl: 'monteCarlo', beta: 0.4, gradient: 'path' }),
  ],
  'the doubly reparameterized gradient': [
    importanceWeightedBound({ samples: 3 }),
    importanceWeightedBound({ samples: 3, gradient: 'doublyReparameterized' }),
  ],
  'the doubly reparameterized gradient with beta': [
    importanceWeightedBound({ samples: 3, beta: 0.4 }),
    importanceWeightedBound({ samples: 3, beta: 0.4, gradient: 'doublyReparameterized' }),
  ],
};

for (const [model, build] of Object.entries(models)) {
  for (const [name, [total, other]] of Object.entries(sameOnAverage)) {
    test(`${name} of a ${model} is that of the whole on average`, (t) => {
      const built = build();
      const x = tile(observations(built, 2), [ROWS / 2, 1]);
      const chunks = Array.from({ length: CHUNKS }, (_, chunk) => {
        const [a, b] = [total, other].map((objective) => gradientsOf(built, objective, x, `chunk ${chunk}`));
        return [...a!].flatMap(([weight, values]) =>
          values.map((value, index) => ({ weight, value, difference: b!.get(weight)![index]! - value })),
        );
      });
      chunks[0]!.forEach(({ weight }, index) => {
        const differences = chunks.map((chunk) => chunk[index]!.difference);
        const mean = differences.reduce((sum, value) => sum + value, 0) / CHUNKS;
        const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (CHUNKS - 1);
        const error = Math.sqrt(variance / CHUNKS);
        t.true(Math.abs(mean) < 4.5 * error + 1e-6, `${weight}: off by ${mean}, with an error of ${error}`);
        t.true(error < 0.03, `${weight}: an error of ${error}`);
      });
    });
  }
}
