import { type Scalar, type Tensor, mul, sub } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { withDiscreteDistributions } from '../graph/discrete-latents.js';
import type { KlKind } from '../graph/kl-kind.js';
import { analyticKl, bestKlKind, monteCarloKl } from '../graph/log-densities.js';
import { type LatentTerm, type VariationalTerm, isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { type BetaOptions, betaOf } from './beta.js';
import { type Capacity, capacityTerm } from './capacity.js';
import { checkDiscreteKl } from './check-discrete-kl.js';
import { checkKl } from './check-kl.js';
import { averaged, boundTerms } from './bound-terms.js';
import { type FreeBits, checkFreeBits, withFreeBits } from './free-bits.js';
import type { OnePhaseObjective } from './objective.js';
import { betaOptions, capacityOption, samplesOption } from './options.js';

const options = z.strictObject({
  ...betaOptions,
  kl: z
    .enum(['analytic', 'monteCarlo', 'discrete'])
    .optional()
    .describe(
      'closed form, estimate at the draws, or closed form of the discrete distributions of relaxed latents; closed form by default if there is one',
    ),
  freeBits: z
    .strictObject({
      nats: z.number().min(0).describe('the nats of each group that add nothing to the loss'),
      per: z.enum(['dimension', 'latent']).default('dimension').describe('the groups'),
    })
    .optional(),
  capacity: capacityOption,
  gradient: z
    .enum(['total', 'path'])
    .default('total')
    .describe('total, or without the score of the posterior, which is zero on average'),
  samples: samplesOption.optional(),
});

/** Options of `elbo`. */
export interface ElboOptions extends BetaOptions {
  /**
   * Closed form (`analytic`), or estimate at the draws of the latents (`monteCarlo`). By default
   * each latent uses the closed form if it has one. `discrete` is the closed form of the discrete
   * distributions that relaxed latents approximate (Gumbel-softmax; Jang et al. 2017).
   */
  readonly kl?: KlKind | 'discrete' | undefined;
  /** Part of the KL divergence that costs nothing in the loss. */
  readonly freeBits?: FreeBits | undefined;
  /** Target of the KL divergence that rises during training, in place of beta. */
  readonly capacity?: Capacity | undefined;
  /**
   * `total`, the default, or `path`: the gradient without the score of the posterior, which is zero
   * on average ("Sticking the landing", Roeder et al. 2017). Its variance vanishes as the posterior
   * approaches the true one. Requires a Monte Carlo KL.
   */
  readonly gradient?: 'total' | 'path' | undefined;
  /** Number of draws of the latents per example over which the bound is averaged; 1 by default. */
  readonly samples?: number | undefined;
}

/**
 * Returns the negative evidence lower bound as an objective (Kingma and Welling 2014, equation 10;
 * with a Monte Carlo KL, equation 8):
 *
 *     nelbo = -E_q[log p(x given z)] + sum over latents of KL(q(z given x), p(z))
 *
 * Log-densities are in nats, summed over the event and averaged over samples and batch. The metrics
 * are `nelbo`, `expectedLogLikelihood` and `expectedLogLikelihood/<observed>`, and `kl` and
 * `kl/<latent>` for latents with a prior. Beta, a capacity and free bits change the loss, not the
 * metrics.
 *
 * @throws HelmholtzError (`usage`) for a path gradient of the analytic KL, which has no score, and
 *   for a capacity beside beta, a warm-up or free bits.
 *
 * @example
 * ```ts
 * import { createOptimizer, elbo, train } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const optimizer = createOptimizer({ name: 'adam', learningRate: 0.01 });
 * const objective = elbo({ beta: 4, warmUp: 10 });
 * const options = { data, objective, optimizer, epochs: 2, batchSize: 2, seed: 0 };
 * const { history } = await train(buildModel(defaultSpec('vae', [4])), options);
 * console.log(Object.keys(history[0]!.train).slice(0, 3));
 * // [ 'nelbo', 'expectedLogLikelihood', 'kl' ]
 * ```
 */
export function elbo({
  kl: chosen,
  freeBits,
  capacity,
  gradient,
  samples,
  ...weight
}: ElboOptions = {}): OnePhaseObjective {
  const pathwise = gradient === 'path';
  if (pathwise && chosen !== 'monteCarlo') throw noScore();
  const isDiscrete = chosen === 'discrete';
  const kindOf = (latent: VariationalTerm): KlKind =>
    chosen === undefined || chosen === 'discrete' ? bestKlKind(latent) : chosen;
  const divergence = (latent: VariationalTerm): Tensor =>
    kindOf(latent) === 'analytic' ? analyticKl(latent) : monteCarloKl(latent);
  const beta = betaOf(weight);
  const target = capacity && capacityTerm(capacity, otherWeight(weight, freeBits));
  return {
    name: 'elbo',
    monitor: { metric: 'nelbo', mode: 'min' },
    samples,
    pathwise,
    weighsExamples: true,
    ...(target ?? beta).coefficients,
    check(latents) {
      if (freeBits) checkFreeBits(freeBits, latents);
      return chosen === 'discrete' ? checkDiscreteKl(latents) : checkKl(latents, chosen);
    },
    evaluate(model, { coefficients }) {
      const read = model.terms();
      const terms = isDiscrete ? { ...read, latents: read.latents.map(discreteIfRelaxed) } : read;
      const parts = boundTerms(terms, divergence);
      const { expectedLogLikelihood, kl, metrics, perExample } = averaged(parts);
      const counted = freeBits
        ? withFreeBits(freeBits, terms.latents.filter(isVariational), parts, kindOf)
        : kl;
      const weighted: Scalar = target?.penalty(kl, coefficients) ?? mul(counted, beta.at(coefficients));
      return { loss: sub(weighted, expectedLogLikelihood), metrics, perExample };
    },
  };
}

function discreteIfRelaxed(latent: LatentTerm): LatentTerm {
  return isVariational(latent) ? withDiscreteDistributions(latent) : latent;
}

/** Returns the option beside a capacity that would weight the KL divergence too, if any. */
function otherWeight({ beta = 1, warmUp }: BetaOptions, freeBits: FreeBits | undefined): string | undefined {
  if (freeBits) return 'free bits';
  if (warmUp !== undefined) return 'a warm-up of beta';
  return beta === 1 ? undefined : `a beta of ${beta}`;
}

function noScore(): HelmholtzError {
  return new HelmholtzError(
    'usage',
    'The path gradient of the ELBO cannot be combined with an analytic KL divergence.',
    {
      hint: 'It leaves out a term of the estimated KL divergence: objective: { name: elbo, kl: monteCarlo, gradient: path }.',
    },
  );
}

export const elboPart = objectivePart({
  name: 'elbo',
  description: 'negative evidence lower bound; KL divergences weighted by beta, with warm-up',
  options,
  create: elbo,
});
