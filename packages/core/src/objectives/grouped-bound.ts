import { type Scalar, type Tensor, mean, neg, reshape } from '@tensorflow/tfjs-core';

import { logMeanExp } from '@helmholtz/distributions';
import { monteCarloKl } from '../graph/log-densities.js';
import type { ModelView } from '../graph/model-view.js';
import { type AveragedTerms, average, averaged, boundTerms, logImportanceWeights } from './bound-terms.js';
import { refuseGlobal } from './refuse-global.js';

/** Log-weights of all draws of a batch, and the metrics of the bound at these draws. */
export interface WeighedDraws {
  /** Logarithms of the importance weights, [samples, batch]. */
  readonly logWeights: Tensor;
  readonly metrics: AveragedTerms['metrics'];
  readonly perExample: AveragedTerms['perExample'];
  /** Weight of each example, [batch]; all equal by default. */
  readonly weights?: Tensor | undefined;
}

/**
 * Returns the importance weights of a batch.
 *
 * @throws HelmholtzError (`graph`) for a latent that all examples share.
 */
export function weighedDraws(model: ModelView): WeighedDraws {
  const terms = model.terms();
  refuseGlobal(terms);
  const parts = boundTerms(terms, monteCarloKl);
  const { metrics, perExample } = averaged(parts);
  return {
    logWeights: logImportanceWeights(parts),
    metrics,
    perExample,
    weights: parts.weights,
  };
}

/**
 * Returns a negative bound whose draws are divided into groups, averaged over groups and batch:
 *
 *     -1/M sum over M groups of log(1/K sum over K draws of w)
 *
 * One group has the importance-weighted bound, groups of one draw have the ELBO.
 *
 * @param logWeights [samples, batch]. A model without draws has one row.
 * @param groups number M of groups, a divisor of the number of samples.
 */
export function groupedNelbo(logWeights: Tensor, groups: number, weights?: Tensor): Scalar {
  const [samples = 1, batch = 1] = logWeights.shape;
  const inGroups = groupsIn(samples, groups);
  const bounds = boundsOf(logWeights, inGroups);
  return neg(weights ? average(reshape(bounds, [inGroups, batch]), weights) : average(bounds));
}

/** Returns the same bound of each example, [batch]. */
export function groupedNelboPerExample(logWeights: Tensor, groups: number): Tensor {
  const [samples = 1, batch = 1] = logWeights.shape;
  const inGroups = groupsIn(samples, groups);
  return neg(mean(reshape(boundsOf(logWeights, inGroups), [inGroups, batch]), 0));
}

const groupsIn = (samples: number, groups: number): number => (samples === 1 ? 1 : groups);

function boundsOf(logWeights: Tensor, groups: number): Tensor {
  const [samples = 1, batch = 1] = logWeights.shape;
  // The groups become further examples of the batch.
  return logMeanExp(reshape(logWeights, [samples / groups, groups * batch]));
}
