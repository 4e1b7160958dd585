import { type Scalar, type Tensor, less, mul, reshape, slice, sub, where } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { NamedTensors } from '../graph/conditional.js';
import { analyticKl, bestKlKind, monteCarloKl } from '../graph/log-densities.js';
import type { ModelView } from '../graph/model-view.js';
import type { ModelTerms, VariationalTerm } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { type BetaOptions, betaOf } from './beta.js';
import { averaged, boundTerms, type BoundTerms } from './bound-terms.js';
import { checkKl } from './check-kl.js';
import {
  checkModalities,
  likelihoodWeightsOption,
  type LikelihoodWeights,
  missingLike,
  modalityNames,
  sumOf,
  termsOfSubset,
  weightedLikelihood,
} from './modalities.js';
import type { OnePhaseObjective, OwnNoise } from './objective.js';
import { betaOptions } from './options.js';

const options = z.strictObject({
  ...betaOptions,
  subsets: z
    .union([z.int().min(0), z.literal('all')])
    .optional()
    .describe(
      'random subsets of the modalities for each example and step, or "all" subsets; 1 by default with three or more modalities',
    ),
  likelihoodWeights: likelihoodWeightsOption,
});

/** Options of `subsampledElbo`. */
export interface SubsampledElboOptions extends BetaOptions {
  /**
   * Number of random subsets of the modalities for each example and step, or `all` subsets. With two
   * modalities there is no other subset, so that the default is 0; otherwise it is 1.
   */
  readonly subsets?: number | 'all' | undefined;
  /** Weights of the modalities' log-likelihoods in the loss, by name; 1 by default. */
  readonly likelihoodWeights?: LikelihoodWeights | undefined;
}

const NOISE = 'subset';

/** Most modalities whose subsets are all computed: 63 bounds. */
const MOST_MODALITIES = 6;

/**
 * Returns the sub-sampled objective of the MVAE (Wu and Goodman 2018, equation 5): the sum of the
 * negative ELBO of all modalities, of each modality alone, and of random subsets,
 *
 *     loss = -ELBO(x_1, ..., x_M) - sum over m of ELBO(x_m) - sum over k of ELBO(subset k)
 *
 * so that each expert learns to work without the others. A modality outside of the subset is
 * missing: its expert is left out, and its likelihood is not counted. A random subset has each
 * modality with probability 1/2, for each example.
 *
 * The metrics are those of the ELBO of all modalities, which is what `nelbo` means, and
 * `nelbo/<modality>` of each modality alone. Beta and likelihood weights change the loss, not the
 * metrics.
 *
 * @example
 * ```ts
 * import { evaluate, subsampledElbo } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * // The label of the second example is missing.
 * const rows = { shape: [2], data: [[0, 1], [1, 1]], labels: Int16Array.of(3, -1) };
 * const data = arrayDataset({ name: 'rows', ...rows });
 * const model = buildModel(defaultSpec('multimodal-vae', [2]));
 * const metrics = await evaluate(model, { data, objective: subsampledElbo(), batchSize: 2, seed: 0 });
 * console.log('nelbo/x' in metrics, 'nelbo/label' in metrics); // true true
 * ```
 */
export function subsampledElbo({
  subsets,
  likelihoodWeights = {},
  ...weight
}: SubsampledElboOptions = {}): OnePhaseObjective {
  const name = 'subsampledElbo';
  const beta = betaOf(weight);
  const randomSubsets = (modalities: number): number => {
    if (subsets === 'all') return 0;
    return subsets ?? (modalities > 2 ? 1 : 0);
  };
  return {
    name,
    monitor: { metric: 'nelbo', mode: 'min' },
    weighsExamples: true,
    ...beta.coefficients,
    noise(latents): OwnNoise {
      const modalities = modalityNames(latents).length;
      const size = randomSubsets(modalities) * modalities;
      return size === 0 ? {} : { [NOISE]: { shape: [size], source: 'uniform' } };
    },
    check(latents) {
      checkModalities(name, latents, likelihoodWeights);
      if (subsets === 'all') checkSubsets(name, modalityNames(latents).length);
      return checkKl(latents, undefined);
    },
    evaluate(model, { coefficients }) {
      const all = model.terms();
      const modalities = modalityNames(all.latents);
      const termsOf = (subset: readonly string[]): ModelTerms => termsOfSubset(model, modalities, subset);
      const lossOf = (parts: BoundTerms): Scalar => {
        const { kl } = averaged(parts);
        return sub(mul(kl, beta.at(coefficients)), weightedLikelihood(parts, likelihoodWeights));
      };
      const parts = boundTerms(all, divergence);
      const alone = modalities.map(
        (modality) => [modality, boundTerms(termsOf([modality]), divergence)] as const,
      );
      const others = [
        ...(subsets === 'all' ? largerSubsets(modalities).map(termsOf) : []),
        ...Array.from({ length: randomSubsets(modalities.length) }, (_, index) =>
          model.terms(randomSubset(model, modalities, index)),
        ),
      ].map((terms) => boundTerms(terms, divergence));
      const { metrics, perExample } = averaged(parts);
      const named = alone.map(([modality, own]) => [`nelbo/${modality}`, averaged(own)] as const);
      return {
        loss: sumOf([parts, ...alone.map(([, own]) => own), ...others].map(lossOf)),
        metrics: {
          ...metrics,
          ...Object.fromEntries(named.map(([metric, own]) => [metric, own.metrics['nelbo']!])),
        },
        perExample: () => ({
          ...perExample(),
          ...Object.fromEntries(named.map(([metric, own]) => [metric, own.perExample()['nelbo']!])),
        }),
      };
    },
  };
}

const divergence = (latent: VariationalTerm): Tensor =>
  bestKlKind(latent) === 'analytic' ? analyticKl(latent) : monteCarloKl(latent);

/** The bound of each subset runs the whole model. */
function checkSubsets(objective: string, modalities: number): void {
  if (modalities <= MOST_MODALITIES) return;
  throw new HelmholtzError(
    'usage',
    `The objective "${objective}" computes a bound for each of the ${2 ** modalities - 1} subsets of ${modalities} modalities.`,
    { hint: 'Draw random subsets: objective: { name: subsampledElbo, subsets: 2 }.' },
  );
}

/** Returns the subsets of two or more modalities, without the set of all. */
function largerSubsets(modalities: readonly string[]): string[][] {
  return Array.from({ length: 2 ** modalities.length - 1 }, (_, mask) =>
    modalities.filter((_name, index) => (mask >> index) % 2 === 1),
  ).filter(({ length }) => length > 1);
}

/** Returns values of the modalities, each missing in half of the examples. */
function randomSubset(model: ModelView, modalities: readonly string[], index: number): NamedTensors {
  const uniform = model.noise(NOISE);
  const batch = itemAt(uniform.shape, 0);
  return Object.fromEntries(
    modalities.map((name, position) => {
      const values = model.input(name);
      const column = slice(uniform, [0, index * modalities.length + position], [batch, 1]);
      const kept = less(reshape(column, [batch, ...values.shape.slice(1).map(() => 1)]), 0.5);
      return [name, where(kept, values, missingLike(values))];
    }),
  );
}

export const subsampledElboPart = objectivePart({
  name: 'subsampledElbo',
  description: 'ELBO of all modalities, of each alone and of random subsets, added up (MVAE)',
  options,
  create: subsampledElbo,
});
