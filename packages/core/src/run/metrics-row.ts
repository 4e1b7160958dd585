/** Named numbers of an objective in nats, each a mean over examples of a sum over the event. */
export type Metrics = Readonly<Record<string, number>>;

/** What an epoch left: the means of the metrics over the training set, and over those that were held out of it. */
export interface MetricsRow {
  /** Counts from 1. */
  readonly epoch: number;
  /** Steps done so far, over all epochs. */
  readonly step: number;
  /** Wall time since training began. */
  readonly seconds: number;
  readonly learningRate: number;
  /** What the objective weighed its terms with at the epoch's last step, such as a `beta` that is warmed up. */
  readonly coefficients?: Readonly<Record<string, number>>;
  /** What was minimised: its mean over the epoch, as the weights changed. */
  readonly loss?: number;
  /** Means over the epoch, as the weights changed. */
  readonly train: Metrics;
  /** Steps that were left out, since a number in them was NaN or infinite. */
  readonly skipped?: number;
  /** Means over the validation set, held out of training to choose by, with the weights at the epoch's end. */
  readonly validation?: Metrics;
  /** Means over the test set, by which nothing is chosen, with the weights at the epoch's end. */
  readonly test?: Metrics;
}

/** The loss of an epoch where it is none of the metrics, as with a beta other than 1; undefined where it is one. */
export function lossApart({ loss, train }: Pick<MetricsRow, 'loss' | 'train'>): number | undefined {
  if (loss === undefined) return undefined;
  const isOne = Object.values(train).some((value) => Math.abs(value - loss) <= 1e-6 * Math.abs(loss));
  return isOne ? undefined : loss;
}
