import { itemAt } from '@helmholtz/base';
import {
  type Scalar,
  type Tensor,
  add,
  concat,
  div,
  expandDims,
  eye,
  log,
  logSumExp,
  mean,
  mul,
  neg,
  reshape,
  slice,
  sub,
  sum,
  zeros,
} from '@tensorflow/tfjs-core';

import { logPosterior, logPrior } from '../graph/log-densities.js';
import type { VariationalTerm } from '../graph/terms.js';
import { drawnValue } from './codes.js';

/** Parts of KL(q(z given x), p(z)), averaged over a batch, in nats. */
export interface KlParts {
  /** KL(q(z, n), q(z) p(n)) of the code and the index n of its example. */
  readonly indexCodeMutualInformation: Scalar;
  /** KL(q(z), product of q(z_d)). */
  readonly totalCorrelation: Scalar;
  /** Sum over d of KL(q(z_d), p(z_d)). */
  readonly dimensionWiseKl: Scalar;
}

/**
 * Returns the parts of the KL divergence at the draws of a batch (Chen et al. 2018, equation 2).
 * Their sum is its estimate at the draws. The latents are joined to one z.
 *
 * @param logWeights weights of the posteriors in q(z), [draws, posteriors]: see
 *   `stratifiedLogWeights`.
 */
export function klParts(latents: readonly VariationalTerm[], logWeights: Tensor): KlParts {
  const batch = itemAt(drawnValue(itemAt(latents, 0)).shape, 0);
  const { logAggregate, logMarginals } = aggregateDensities(pairwiseDensities(latents, batch), logWeights);
  const total = (logDensity: (latent: VariationalTerm) => Tensor): Tensor =>
    latents.map(logDensity).reduce((all, term) => add(all, term));
  const logConditional = total(logPosterior);
  const logProduct = sum(logMarginals, 1);
  return {
    indexCodeMutualInformation: mean(sub(logConditional, logAggregate)),
    totalCorrelation: mean(sub(logAggregate, logProduct)),
    dimensionWiseKl: mean(sub(logProduct, total(logPrior))),
  };
}

/**
 * Returns the log-densities of mixtures of posteriors: log q(z), [draws], and log q(z_d), [draws,
 * dimensions].
 *
 * @param densities log q(z_d given x), [draws, posteriors, dimensions].
 * @param logWeights of the posteriors, [draws, posteriors] or a scalar.
 */
export function aggregateDensities(
  densities: Tensor,
  logWeights: Tensor,
): { readonly logAggregate: Tensor; readonly logMarginals: Tensor } {
  return {
    logAggregate: logSumExp(add(sum(densities, 2), logWeights), 1),
    logMarginals: logSumExp(add(densities, expandDims(logWeights, -1)), 1),
  };
}

/**
 * Returns log q(z_d of example i given x of example j), [i, j, d], for the draws in [start, end) and
 * all examples.
 */
export function pairwiseDensities(
  latents: readonly VariationalTerm[],
  examples: number,
  { start, end }: { readonly start: number; readonly end: number } = { start: 0, end: examples },
): Tensor {
  const each = latents.map((latent) => {
    const value = drawnValue(latent);
    const draws = end - start === examples ? value : slice(value, start, end - start);
    const [rows = 1, ...shape] = draws.shape;
    const densities = latent.posterior.logProb(expandDims(draws, 1));
    // A posterior without an axis of examples broadcasts.
    const elements = shape.reduce((size, length) => size * length, 1);
    return reshape(add(densities, zeros([rows, examples, ...shape])), [rows, examples, elements]);
  });
  return each.length === 1 ? itemAt(each, 0) : concat(each, 2);
}

/**
 * Returns the log-weights of minibatch weighted sampling (Chen et al. 2018, equation 4): 1/(N M)
 * each, of M examples in the batch and N in the data. Its estimates are biased, more so for small
 * batches.
 */
export function weightedLogWeights(batch: number, examples: Scalar): Tensor {
  return add(zeros([batch, batch]), neg(log(mul(examples, batch))));
}

/**
 * Returns the log-weights of minibatch stratified sampling (Chen et al. 2018, appendix C.2), with M
 * other examples in the batch and N in the data: 1/N of an example itself, (N - M) / (N M) of the
 * next one, 1/M of all others. The estimate of q(z) is unbiased.
 *
 * @param batch number of examples in the batch, M + 1, at least 2.
 */
export function stratifiedLogWeights(batch: number, examples: Scalar): Tensor {
  const others = batch - 1;
  const diagonal = eye(batch);
  // Ones in the column after the diagonal. The last row has its one in the first column.
  const next = concat([slice(diagonal, [1, 0], [others, batch]), slice(diagonal, [0, 0], [1, batch])]);
  const stratum = div(sub(examples, others), mul(examples, others));
  const elsewhere = sub(1, add(diagonal, next));
  return log(add(add(div(diagonal, examples), mul(next, stratum)), div(elsewhere, others)));
}
