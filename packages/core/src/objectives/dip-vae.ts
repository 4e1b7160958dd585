import {
  type Scalar,
  type Tensor,
  add,
  eye,
  mean,
  mul,
  square,
  sub,
  sum,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { meanOf, varianceOf } from '@helmholtz/distributions';
import type { LatentTraits } from '../graph/latent-traits.js';
import { type VariationalTerm, isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { covariance, joined, offDiagonalSquares } from './codes.js';
import { elbo } from './elbo.js';
import type { OnePhaseObjective } from './objective.js';

const options = z.strictObject({
  variant: z
    .enum(['I', 'II'])
    .default('I')
    .describe('the covariance of the posterior means (I), or that of the codes (II)'),
  offDiagonal: z.number().min(0).default(10).describe('the weight of the covariances'),
  diagonal: z
    .number()
    .min(0)
    .optional()
    .describe('the weight of the distance of the variances from 1; 10 times offDiagonal for I, else equal'),
});

/** Options of `dipVae`. */
export type DipVaeOptions = z.input<typeof options>;

/**
 * Returns the negative evidence lower bound with a penalty that decorrelates the codes (DIP-VAE,
 * disentangled inferred prior; Kumar et al. 2018, equations 6 and 7):
 *
 *     nelbo + offDiagonal sum over i != j of C_ij^2 + diagonal sum over i of (C_ii - 1)^2
 *
 * For variant I, C is the covariance of the posterior means over the batch, Cov[mean(x)]. For
 * variant II it is that of the codes: Cov[mean(x)] + E[diag(variance(x))]. A penalty of several
 * latents is that of their joined elements.
 *
 * The metrics are those of `elbo`, and `covariancePenalty` and `variancePenalty`: the two sums
 * without their weights.
 *
 * @example
 * ```ts
 * import { dipVae, evaluate } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = dipVae({ variant: 'II', offDiagonal: 5 });
 * const options = { data, objective, batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(defaultSpec('vae', [4])), options);
 * console.log(Object.keys(metrics).slice(-2)); // [ 'covariancePenalty', 'variancePenalty' ]
 * ```
 */
export function dipVae(given: DipVaeOptions = {}): OnePhaseObjective {
  const {
    variant = 'I',
    offDiagonal = 10,
    diagonal = variant === 'I' ? 10 * offDiagonal : offDiagonal,
  } = given;
  const bound = elbo();
  return {
    name: 'dipVae',
    monitor: bound.monitor,
    check(latents) {
      checkMoments(latents, variant);
      return bound.check!(latents);
    },
    evaluate(model, context) {
      const { loss, metrics, perExample } = bound.evaluate(model, context);
      const latents = model.terms().latents.filter(isVariational);
      const spread = covarianceOf(latents, variant);
      const covariancePenalty = offDiagonalSquares(spread);
      const variances = sum(mul(spread, eye(spread.shape[0])), 0);
      const variancePenalty: Scalar = sum(square(sub(variances, 1)));
      const penalty = add(mul(covariancePenalty, offDiagonal), mul(variancePenalty, diagonal));
      return {
        loss: add(loss, penalty),
        metrics: { ...metrics, covariancePenalty, variancePenalty },
        perExample,
      };
    },
  };
}

function covarianceOf(latents: readonly VariationalTerm[], variant: 'I' | 'II'): Tensor {
  const ofMeans = covariance(joined(latents, ({ posterior }) => meanOf(posterior)));
  if (variant === 'I') return ofMeans;
  const variances = joined(latents, ({ posterior }) =>
    add(varianceOf(posterior), zerosLike(meanOf(posterior))),
  );
  const within = mean(variances, 0);
  return add(ofMeans, mul(eye(within.shape[0]), within));
}

function checkMoments(latents: readonly LatentTraits[], variant: 'I' | 'II'): void {
  const [first] = latents;
  const refused = (what: string, hint: string): HelmholtzError =>
    new HelmholtzError('graph', `The objective "dipVae" needs ${what}.`, { hint });
  if (!first) {
    throw refused('a latent with a posterior and a prior', 'Choose a recipe with both, such as vae.');
  }
  const global = latents.find((latent) => latent.global);
  if (global) {
    throw refused(
      `one code per example, and all examples share the latent "${global.name}"`,
      'Choose the objective elbo.',
    );
  }
  const unknown = latents.find(
    ({ posteriorMean, posteriorVariance, independentElements }) =>
      !posteriorMean || (variant === 'II' && !(posteriorVariance && independentElements)),
  );
  if (!unknown) return;
  const neededMoments = variant === 'I' ? 'the mean' : 'the mean and the variance';
  throw refused(
    `${neededMoments} of the posterior of "${unknown.name}", and "${unknown.families[0]}" has none in closed form for independent elements`,
    'Choose the posterior normal.',
  );
}

export const dipVaePart = objectivePart({
  name: 'dipVae',
  description: 'ELBO with a penalty of the covariances of the codes, variants I and II (DIP-VAE)',
  options,
  create: dipVae,
});
