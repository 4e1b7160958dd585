import {
  DensityAtDraw,
  type Distribution,
  RandomStream,
  isWithin,
  noiseSource,
} from '@helmholtz/distributions';
import { tensor } from '@tensorflow/tfjs-core';

const DRAWS = 64;

/**
 * Returns what draws from a posterior and values of its prior are, if some draws have no density
 * under the prior; undefined if all have. Supports that are not declared to lie within each other
 * are compared at 64 draws.
 *
 * @param shape shape of a value, without the batch axis.
 */
export function supportProblem(
  posterior: Distribution,
  prior: Distribution,
  shape: readonly number[],
): string | undefined {
  const drawn = posterior instanceof DensityAtDraw ? posterior.elsewhere : posterior;
  if (!drawn || isWithin(drawn.support, prior.support)) return undefined;
  const noise = new Float32Array(shape.reduce((product, length) => product * length, DRAWS));
  noiseSource(drawn.noise).fill(noise, new RandomStream(0, 'support'));
  const values = drawn.sample(tensor(noise, [DRAWS, ...shape])).dataSync();
  if (values.every((value) => prior.support.contains(value))) return undefined;
  return `draws of "${drawn.family}" are ${drawn.support.description}, and "${prior.family}" is of ${prior.support.description}`;
}
