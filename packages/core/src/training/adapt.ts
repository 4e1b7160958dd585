import type { LatentVariableModel } from '../graph/model.js';
import { RandomStream } from '@helmholtz/distributions';
import { type DataVariable, type Dataset, sizeOf } from './dataset.js';
import { feedOf } from './feed.js';

const CHUNK = 256;

/**
 * Tells a model what it takes from its training set before the first step: the likelihoods that begin at the data the mean of
 * what they are of, where a read of data drawn anew is one draw; the global latents how many examples share them.
 */
export function adaptToData(model: LatentVariableModel, dataset: Dataset, seed: number): void {
  const { variables, size } = feedOf(model, dataset);
  for (const { divergence } of model.latents) divergence?.layer.global?.adapt(size);
  for (const { likelihood, input } of model.observed) {
    likelihood.adapt?.(meanOf(variables[model.inputs.indexOf(input)]!.variable, size, seed));
  }
}

function meanOf(variable: DataVariable, size: number, seed: number): Float32Array {
  const length = sizeOf(variable.shape);
  const random = new RandomStream(seed, 'adapt');
  const sums = new Float64Array(length);
  for (let start = 0; start < size; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, size - start) }, (_, index) => start + index);
    const values = new Float32Array(indices.length * length);
    variable.read(indices, values, random);
    values.forEach((value, position) => (sums[position % length]! += value));
  }
  return Float32Array.from(sums, (sum) => sum / size);
}
