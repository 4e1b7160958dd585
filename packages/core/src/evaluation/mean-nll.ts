import { standardErrorOf } from './standard-error.js';

/** Mean negative log-likelihood of examples, in nats. */
export interface MeanNll {
  /** Mean over examples, by their weights if the data have any. */
  readonly nll: number;
  /**
   * Standard error of the mean over examples: their standard deviation by the square root of their
   * number.
   */
  readonly standardError: number;
  readonly examples: number;
}

/** Returns the mean over examples by their weights, with its standard error. */
export function meanNll(values: readonly number[], weights?: Float32Array): MeanNll {
  const count = values.length;
  const weightOf = (index: number): number => weights?.[index] ?? 1;
  const totalWeight = values.reduce((sum, _, index) => sum + weightOf(index), 0);
  const nll = values.reduce((sum, value, index) => sum + weightOf(index) * value, 0) / totalWeight;
  const standardError = (standardErrorOf(values, nll, weightOf) * count) / totalWeight;
  return { nll, standardError, examples: count };
}
