import { noiseSource, RandomStream } from '@helmholtz/distributions';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

import { sizeOf } from '../training/dataset.js';
import type { NoiseVariable } from './variables.js';

/** Returns noise for the codes of so many examples, [rows, ...shape]. */
export type CodeNoise = (variable: NoiseVariable, rows: number) => Tensor;

/**
 * Returns draws of seed 0, for codes of posteriors that have no mean and whose noise has no centre.
 *
 * @param keys keys of the draws, such as the position of the batch.
 */
export function codeNoise(...keys: readonly (string | number)[]): CodeNoise {
  return ({ name, shape, source }, rows) => {
    const values = new Float32Array(rows * sizeOf(shape));
    noiseSource(source).fill(values, new RandomStream(0, 'code', ...keys, 'noise', name));
    return tensor(values, [rows, ...shape]);
  };
}
