const BOUND =
  /^(nelbo|(iw|miw|ciw)Nelbo|kl(\/.*)?|indexCodeMutualInformation|totalCorrelation|dimensionWiseKl|expectedLogLikelihood(\/.*)?)$/;

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
  return BOUND.test(metric);
}
