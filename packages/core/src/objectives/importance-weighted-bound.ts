import { type Scalar, type Tensor, neg } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { monteCarloKl } from '../graph/log-densities.js';
import type { PathGradient } from '../graph/path-gradient.js';
import type { ModelTerms } from '../graph/terms.js';
import { logMeanExp } from '@helmholtz/distributions';
import { objectivePart } from '../injection/define-part.js';
import { type BetaOptions, betaOf } from './beta.js';
import { average, averaged, boundTerms, logImportanceWeights } from './bound-terms.js';
import { checkKl } from './check-kl.js';
import { doublyReparameterized } from './doubly-reparameterized.js';
import type { OnePhaseObjective } from './objective.js';
import { betaOptions, samplesOption } from './options.js';
import { refuseGlobal } from './refuse-global.js';

const options = z.strictObject({
  ...betaOptions,
  samples: samplesOption.default(5),
  gradient: z
    .enum(['total', 'doublyReparameterized'])
    .default('total')
    .describe('total, or an estimator with the same expectation and less variance'),
});

/** Options of `importanceWeightedBound`. */
export interface ImportanceWeightedBoundOptions extends BetaOptions {
  /** Number k of draws of the latents per example; 5 by default. */
  readonly samples?: number | undefined;
  /** `total`, the default, or `doublyReparameterized`: the same expectation, with less variance. */
  readonly gradient?: 'total' | 'doublyReparameterized' | undefined;
}

/**
 * Returns the negative importance-weighted bound as an objective (IWAE; Burda et al. 2016, equation
 * 8). It is at most the NELBO and approaches the NLL as k grows:
 *
 *     iwNelbo = -log(1/k sum over k draws z ~ q of w),   w = p(x given z) p(z) / q(z given x)
 *
 * Log-densities are in nats, summed over the event. The bound is averaged over the batch. With one
 * sample it is the NELBO with a Monte Carlo KL. A beta other than 1 raises p(z) / q(z given x) to
 * the power beta in the loss, not in the metrics.
 *
 * The metrics are `iwNelbo`, and those of `elbo` with a Monte Carlo KL at the same draws: `nelbo`,
 * `expectedLogLikelihood`, `kl`, and the terms of each variable.
 *
 * @example
 * ```ts
 * import { evaluate, importanceWeightedBound } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = importanceWeightedBound({ samples: 20 });
 * const model = buildModel(defaultSpec('vae', [4]));
 * const options = { data, objective, batchSize: 2, seed: 0 };
 * const { iwNelbo = 0, nelbo = 0 } = await evaluate(model, options);
 * console.log(iwNelbo <= nelbo); // true
 * ```
 */
export function importanceWeightedBound({
  samples = 5,
  gradient = 'total',
  ...weight
}: ImportanceWeightedBoundOptions = {}): OnePhaseObjective {
  const beta = betaOf(weight);
  const pathwise = gradient === 'doublyReparameterized';
  return {
    name: 'importanceWeightedBound',
    monitor: { metric: 'iwNelbo', mode: 'min' },
    samples,
    pathwise,
    weighsExamples: true,
    ...beta.coefficients,
    check: (latents) => checkKl(latents, 'monteCarlo'),
    evaluate(model, { training, coefficients }) {
      const terms = model.terms();
      refuseGlobal(terms);
      const parts = boundTerms(terms, monteCarloKl);
      const bounds = logMeanExp(logImportanceWeights(parts));
      const iwNelbo: Scalar = neg(average(bounds, terms.weights));
      const ofTerms = averaged(parts);
      const metrics = { iwNelbo, ...ofTerms.metrics };
      const perExample = (): Record<string, Tensor> => ({ iwNelbo: neg(bounds), ...ofTerms.perExample() });
      const weighedBy = beta.at(coefficients);
      if (weighedBy === 1 && !(pathwise && training)) return { loss: iwNelbo, metrics, perExample };
      const logWeights = logImportanceWeights(parts, weighedBy);
      const bound =
        pathwise && training
          ? doublyReparameterized(logWeights, weighedBy, pathOf(terms))
          : logMeanExp(logWeights);
      return { loss: neg(average(bound, terms.weights)), metrics, perExample };
    },
  };
}

function pathOf({ path }: ModelTerms): PathGradient {
  if (path) return path;
  throw new HelmholtzError('graph', 'The doubly reparameterized gradient needs pathwise terms.', {
    hint: 'Request them: model.terms(inputs, noise, { training: true, samples, pathwise: true }).',
  });
}

export const importanceWeightedBoundPart = objectivePart({
  name: 'importanceWeightedBound',
  description: 'negative bound from several importance-weighted samples, tighter than the ELBO (IWAE)',
  options,
  create: importanceWeightedBound,
});
