import { HelmholtzError, entryOf, itemAt } from '@helmholtz/base';
import {
  latentStatistics,
  type LatentVariable,
  type LatentVariableModel,
  posteriorMeans,
  readInputs,
  sizeOf,
} from '@helmholtz/core';
import { type Dataset, take } from '@helmholtz/datasets';

import { column, variance } from './latent-plane.js';

const mostExamples = 2000;

/** Statistics of one dimension of a latent over the first examples of a data set. */
export interface Dimension {
  readonly index: number;
  /** In nats an example; undefined without a prior, or where dimensions are not independent. */
  readonly kl: number | undefined;
  /** The variance of the posterior's mean over the examples. */
  readonly activity: number;
  /**
   * The mean and the standard deviation of the prior; of draws from the posteriors where the prior
   * has none, and of the codes themselves without a prior.
   */
  readonly mean: number;
  readonly scale: number;
}

export type DimensionOrder = 'kl' | 'activity' | 'index';

/**
 * Returns the dimensions of a latent, the most important first.
 *
 * @param order by KL divergence by default, or by activity if dimensions have no KL divergence of
 * their own.
 * @throws HelmholtzError (`usage`) for the order `kl` of a latent without KL divergences.
 */
export async function sortedDimensions(
  model: LatentVariableModel,
  latent: LatentVariable,
  test: Dataset,
  order?: DimensionOrder,
): Promise<Dimension[]> {
  const dimensions = await (latent.divergence ? variational : deterministic)(
    model,
    latent,
    take(test, mostExamples),
  );
  if (order === 'kl' && dimensions.every(({ kl }) => kl === undefined)) throw noDivergences(latent);
  const weight = ({ kl, activity, index }: Dimension): number =>
    order === 'index' ? -index : order === 'activity' ? activity : (kl ?? activity);
  return dimensions.sort((a, b) => weight(b) - weight(a));
}

function noDivergences({ name }: LatentVariable): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The dimensions of "${name}" cannot be sorted by KL divergence: it is not a sum over dimensions.`,
    { hint: 'Leave `sort` out to sort by activity, or give `sort` index.' },
  );
}

async function variational(
  model: LatentVariableModel,
  { name, shape }: LatentVariable,
  data: Dataset,
): Promise<Dimension[]> {
  const statistics = await latentStatistics(model, { data, batchSize: 250, seed: 0 });
  const ofLatent = itemAt(
    statistics.filter((latent) => latent.name === name),
    0,
  );
  const { klPerDimension, posteriorMeans: means, aggregatePosterior } = ofLatent;
  const { mean, variance: spread } = ofLatent.prior ?? aggregatePosterior;
  return Array.from({ length: sizeOf(shape) }, (_, index) => ({
    index,
    kl: klPerDimension?.[index],
    activity: itemAt(means.variance, index),
    mean: itemAt(mean, index),
    scale: Math.sqrt(itemAt(spread, index)),
  }));
}

/** Returns the dimensions of the code of a plain autoencoder. */
async function deterministic(
  model: LatentVariableModel,
  { name, shape }: LatentVariable,
  data: Dataset,
): Promise<Dimension[]> {
  const indices = Array.from({ length: data.size }, (_, index) => index);
  const codes = entryOf(await posteriorMeans(model, readInputs(model, data, indices)), name);
  return Array.from({ length: sizeOf(shape) }, (_, index) => {
    const values = column(codes, index);
    const activity = variance(values);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { index, kl: undefined, activity, mean, scale: Math.sqrt(activity) };
  });
}
