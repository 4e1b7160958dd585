/**
 * Metrics of bounds, in nats, with their display names in display order. The totals `kl` and
 * `expectedLogLikelihood` also have a metric for each variable, such as `kl/z`.
 *
 * @example
 * ```ts
 * import { boundMetrics } from '@helmholtz/core/description';
 *
 * console.log(boundMetrics.kl); // KL divergence
 * ```
 */
export const boundMetrics = {
  iwNelbo: 'Importance-weighted NELBO',
  miwNelbo: 'Mean of importance-weighted NELBOs',
  ciwNelbo: 'Combined NELBO',
  nelbo: 'NELBO',
  nelboEstimate: 'Estimate of the NELBO (not a bound)',
  unlabelledNelbo: 'NELBO without labels',
  classificationLoss: 'Classification loss',
  expectedLogLikelihood: 'Expected log-likelihood',
  kl: 'KL divergence',
  klEstimate: 'KL divergence, estimated by a discriminator',
  indexCodeMutualInformation: 'Index-code mutual information',
  totalCorrelation: 'Total correlation',
  totalCorrelationEstimate: 'Total correlation, estimated by a discriminator',
  dimensionWiseKl: 'Dimension-wise KL divergence',
} as const satisfies Readonly<Record<string, string>>;

/** A metric of one variable: `kl/z1`, `expectedLogLikelihood/x`. */
const ofVariable = /^(kl|expectedLogLikelihood)\//;

/**
 * Returns whether a metric is in nats, as those of a bound are. The unit of an objective's own
 * metric, such as an accuracy, is not known.
 *
 * @example
 * ```ts
 * import { isInNats } from '@helmholtz/core/description';
 *
 * console.log(isInNats('kl/z'), isInNats('accuracy')); // true false
 * ```
 */
export function isInNats(metric: string): boolean {
  return Object.hasOwn(boundMetrics, metric) || ofVariable.test(metric);
}
