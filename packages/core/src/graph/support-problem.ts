import {
  DensityAtDraw,
  type Distribution,
  ImplicitDistribution,
  RandomStream,
  isDiscrete,
  isWithin,
  noiseSource,
} from '@helmholtz/distributions';
import { tensor } from '@tensorflow/tfjs-core';

import { sizeOf } from '../training/dataset.js';

const DRAWS = 64;

/**
 * Describes the supports of a posterior and its prior, if some draws have no density under the
 * prior. Returns undefined otherwise. If neither support declares that it contains the other, 64
 * draws are tried.
 *
 * @param shape shape of a value, without the batch axis.
 */
export function supportProblem(
  posterior: Distribution,
  prior: Distribution,
  shape: readonly number[],
): string | undefined {
  const drawnFrom = posterior instanceof DensityAtDraw ? posterior.elsewhere : posterior;
  if (!drawnFrom) return undefined;
  const problem = `draws of "${drawnFrom.family}" are ${drawnFrom.support.description}, and "${prior.family}" is of ${prior.support.description}`;
  if (isDiscrete(drawnFrom) !== isDiscrete(prior)) {
    return `${problem}. One is discrete, the other continuous`;
  }
  if (isWithin(drawnFrom.support, prior.support)) return undefined;
  if (drawnFrom instanceof ImplicitDistribution) return problem;
  const noise = new Float32Array(DRAWS * sizeOf(shape));
  noiseSource(drawnFrom.noise).fill(noise, new RandomStream(0, 'support'));
  const values = drawnFrom.sample(tensor(noise, [DRAWS, ...shape])).dataSync();
  if (values.every((value) => prior.support.contains(value))) return undefined;
  return problem;
}
