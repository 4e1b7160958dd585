import {
  type Scalar,
  type Tensor,
  div,
  maximum,
  mul,
  neg,
  slice,
  softmax,
  squeeze,
  sub,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import { logMeanExp, NormalMixture } from '@helmholtz/distributions';
import type { LatentTraits } from '../graph/latent-traits.js';
import { monteCarloKl } from '../graph/log-densities.js';
import { type ModelTerms, type VariationalTerm, isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { average, averaged, type BoundTerms, boundTerms, logImportanceWeights } from './bound-terms.js';
import { checkKl } from './check-kl.js';
import { checkModalities, modalityNames, sumOf, termsOfSubset } from './modalities.js';
import type { OnePhaseObjective } from './objective.js';
import { samplesOption } from './options.js';

const options = z.strictObject({
  samples: samplesOption.default(1),
  bound: z
    .enum(['elbo', 'importanceWeighted'])
    .default('elbo')
    .describe('mean over the draws of an expert, or their importance-weighted bound'),
});

/** Options of `stratifiedElbo`. */
export interface StratifiedElboOptions {
  /** Number of draws from each expert; 1 by default. */
  readonly samples?: number | undefined;
  /** ELBO, the default, or the importance-weighted bound of the draws of each expert. */
  readonly bound?: 'elbo' | 'importanceWeighted' | undefined;
}

/** Posterior that the objective is for. */
const MIXTURE = 'mixtureOfExperts';

/** Terms at draws from the expert of one modality. */
interface Stratum {
  /** 1 where the modality is present, else 0: [batch]. */
  readonly present: Tensor;
  readonly parts: BoundTerms;
}

/**
 * Returns the objective of the MMVAE (Shi et al. 2019, equations 3 and 4): the negative ELBO of a
 * mixture of experts, with the same number of draws from each expert whose modality is present:
 *
 *     nelbo = -1/M sum over M present modalities m of E[log p(x, z) - log q(z given x)],   z ~ q_m
 *
 * where q is the whole mixture. The estimate has less variance than that of `elbo`, which draws the
 * expert, too. The bound `importanceWeighted` has log(1/K sum over K draws of w) in place of the
 * expectation.
 *
 * The metrics are those of `elbo`, and `iwNelbo` for the importance-weighted bound.
 *
 * @example
 * ```ts
 * import { evaluate, stratifiedElbo } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const rows = { shape: [2], data: [[0, 1], [1, 1]], labels: Int16Array.of(3, -1) };
 * const data = arrayDataset({ name: 'rows', ...rows });
 * const spec = defaultSpec('multimodal-vae', [2]);
 * const model = buildModel({ ...spec, posterior: 'mixtureOfExperts', objective: 'stratifiedElbo' });
 * const metrics = await evaluate(model, { data, objective: stratifiedElbo(), batchSize: 2, seed: 0 });
 * console.log('nelbo' in metrics); // true
 * ```
 */
export function stratifiedElbo({
  samples = 1,
  bound = 'elbo',
}: StratifiedElboOptions = {}): OnePhaseObjective {
  const name = 'stratifiedElbo';
  const isWeighted = bound === 'importanceWeighted';
  return {
    name,
    monitor: { metric: isWeighted ? 'iwNelbo' : 'nelbo', mode: 'min' },
    samples: samples === 1 ? undefined : samples,
    weighsExamples: true,
    check(latents) {
      checkModalities(name, latents);
      checkMixture(name, latents);
      return checkKl(latents, 'monteCarlo');
    },
    evaluate(model) {
      const all = model.terms();
      const modalities = modalityNames(all.latents);
      const strata = modalities.map((modality) => stratum(all, termsOfSubset(model, modalities, [modality])));
      const count = maximum(sumOf(strata.map(({ present }) => present)), 1);
      const mixed = (values: readonly Tensor[]): Tensor =>
        sumOf(strata.map(({ present }, index) => mul(itemAt(values, index), div(present, count))));
      const { metrics, perExample } = averaged(mixedTerms(strata, mixed));
      if (!isWeighted) return { loss: metrics['nelbo']!, metrics, perExample };
      const bounds = mixed(strata.map(({ parts }) => logMeanExp(logImportanceWeights(parts))));
      const iwNelbo: Scalar = neg(average(bounds, all.weights));
      return {
        loss: iwNelbo,
        metrics: { iwNelbo, ...metrics },
        perExample: () => ({ iwNelbo: neg(bounds), ...perExample() }),
      };
    },
  };
}

/**
 * Returns the terms at draws from one expert: p(x given z) of all modalities, and the density of the
 * whole mixture.
 *
 * @param all terms of all modalities.
 * @param alone terms of one modality, whose mixture is its expert alone.
 */
function stratum(all: ModelTerms, alone: ModelTerms): Stratum {
  const values = new Map(all.observed.map(({ name, value }) => [name, value]));
  const whole = itemAt(all.latents.filter(isVariational), 0);
  const parts = boundTerms(
    {
      latents: alone.latents.map((latent) => ({ ...latent, posterior: whole.posterior })),
      observed: alone.observed.map((term) => ({ ...term, value: values.get(term.name) ?? term.value })),
      weights: all.weights,
    },
    monteCarloKl,
  );
  return { present: presentIn(itemAt(alone.latents.filter(isVariational), 0)), parts };
}

/** The first component of the mixture has all its weight where the modality is missing. */
function presentIn({ posterior }: VariationalTerm): Tensor {
  if (!(posterior instanceof NormalMixture))
    throw new Error(`A ${posterior.family} is no mixture of experts.`);
  const weights = softmax(posterior.logits);
  const [batch = 1] = weights.shape;
  return sub(1, squeeze(slice(weights, [0, 0], [batch, 1]), [1]));
}

/** Returns the average of the strata's terms. */
function mixedTerms(strata: readonly Stratum[], mixed: (values: readonly Tensor[]) => Tensor): BoundTerms {
  const { logLikelihoods, divergences, weights } = itemAt(strata, 0).parts;
  return {
    logLikelihoods: logLikelihoods.map(({ observed }, index) => ({
      observed,
      logLikelihood: mixed(strata.map(({ parts }) => itemAt(parts.logLikelihoods, index).logLikelihood)),
    })),
    divergences: divergences.map(({ latent }, index) => ({
      latent,
      kl: mixed(strata.map(({ parts }) => itemAt(parts.divergences, index).kl)),
    })),
    weights,
  };
}

/** Several latents would need draws from each combination of their experts. */
function checkMixture(objective: string, latents: readonly LatentTraits[]): void {
  const [latent] = latents;
  if (latents.length === 1 && latent?.declaredKl?.posterior === MIXTURE) return;
  const found =
    latents.length === 1
      ? `the posterior "${latent?.declaredKl?.posterior ?? latent?.families[0]}"`
      : `${latents.length} latents`;
  throw new HelmholtzError(
    'graph',
    `The objective "${objective}" draws from each expert of one latent with the posterior "${MIXTURE}", and the model has ${found}.`,
    {
      hint: `Set posterior: ${MIXTURE}, or choose the objective elbo, which draws the expert of each latent.`,
    },
  );
}

export const stratifiedElboPart = objectivePart({
  name: 'stratifiedElbo',
  description: 'ELBO of a mixture of experts, with draws from each expert (MMVAE)',
  options,
  create: stratifiedElbo,
});
