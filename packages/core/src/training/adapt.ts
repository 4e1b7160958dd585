import { itemAt } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import { RandomStream } from '@helmholtz/distributions';
import { type TrainingData, isInParts } from './data-parts.js';
import { type DataVariable, sizeOf } from './dataset.js';
import { adaptExposures } from './exposures.js';
import { type PartFeed, feedOf, partFeedOf } from './feed.js';

const CHUNK = 256;

/**
 * Adapts a model to its training set before the first step. Likelihoods that start from the data
 * receive the mean of their variable without missing values, exposures their median. Random data
 * are read once. Global latents receive the number of examples.
 */
export function adaptToData(model: LatentVariableModel, data: TrainingData, seed: number): void {
  const feeds: PartFeed[] = isInParts(data)
    ? Object.values(data.parts).map((part) => partFeedOf(model, part))
    : [feedOf(model, data)];
  const size = feeds.reduce((sum, feed) => sum + feed.size, 0);
  for (const { divergence } of model.latents) divergence?.layer.global?.adapt(size);
  adaptExposures(model, feeds);
  for (const { likelihood, input } of model.observed) {
    const index = model.inputs.indexOf(input);
    // The largest part with this variable represents all parts.
    const [largest] = feeds.filter(({ variables }) => variables[index]).sort((a, b) => b.size - a.size);
    if (largest) likelihood.adapt?.(meanOf(itemAt(largest.variables, index).variable, largest.size, seed));
  }
}

function meanOf(variable: DataVariable, size: number, seed: number): Float32Array {
  const length = sizeOf(variable.shape);
  const random = new RandomStream(seed, 'adapt');
  const sums = new Float64Array(length);
  const counts = new Float64Array(length);
  for (let start = 0; start < size; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, size - start) }, (_, index) => start + index);
    const values = new Float32Array(indices.length * length);
    variable.read(indices, values, random);
    values.forEach((value, position) => {
      if (Number.isNaN(value)) return;
      sums[position % length]! += value;
      counts[position % length]!++;
    });
  }
  return Float32Array.from(sums, (sum, element) => sum / Math.max(counts[element]!, 1));
}
