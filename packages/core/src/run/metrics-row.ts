/**
 * Named numbers of an objective, each a mean over examples. Those of a bound are sums over the
 * event in nats; metrics of an objective's own may be anything, such as an accuracy.
 */
export type Metrics = Readonly<Record<string, number>>;

/** Metrics of an epoch: means over the training set, the validation set and the test set. */
export interface MetricsRow {
  /** Counts from 1. */
  readonly epoch: number;
  /** Steps done so far, over all epochs. */
  readonly step: number;
  /** Wall time since training began. */
  readonly seconds: number;
  readonly learningRate: number;
  /**
   * Coefficients of the objective's terms at the last step of the epoch, such as a `beta` during
   * warm-up.
   */
  readonly coefficients?: Readonly<Record<string, number>>;
  /** Mean of the minimized loss over the epoch, while the weights changed. */
  readonly loss?: number;
  /** Means over the epoch, while the weights changed. */
  readonly train: Metrics;
  /** Steps that were skipped because a number was NaN or infinite. */
  readonly skipped?: number;
  /** Means over the validation set with the weights at the end of the epoch. */
  readonly validation?: Metrics;
  /** Means over the test set with the weights at the end of the epoch. Nothing is chosen by it. */
  readonly test?: Metrics;
}

/**
 * Returns the loss of an epoch if it differs from all metrics, as with a beta other than 1;
 * otherwise undefined.
 *
 * @example
 * ```ts
 * import { lossApart } from '@helmholtz/core';
 *
 * console.log(lossApart({ loss: 150, train: { nelbo: 150, kl: 20 } })); // undefined
 * console.log(lossApart({ loss: 210, train: { nelbo: 150, kl: 20 } })); // 210
 * ```
 */
export function lossApart({ loss, train }: Pick<MetricsRow, 'loss' | 'train'>): number | undefined {
  if (loss === undefined) return undefined;
  const isOne = Object.values(train).some((value) => Math.abs(value - loss) <= 1e-6 * Math.abs(loss));
  return isOne ? undefined : loss;
}
