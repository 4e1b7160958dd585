import { HelmholtzError } from '@helmholtz/base';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import { linear } from '../linear.js';

/** Latent of quantized vectors. */
export interface CodeVectors {
  readonly variable: string;
  /** Number of elements of a vector. */
  readonly size: number;
  /** Number of vectors, for features that are one vector. */
  readonly groups: number | undefined;
}

/**
 * Computes the vectors to quantize from features by a linear layer: one vector for each position of
 * an image or a series, [batch, ...positions, size]; of other features `groups` vectors,
 * [batch, groups, size].
 *
 * @throws HelmholtzError (`usage`) for groups of an image or a series.
 */
export function codeVectors(
  features: SymbolicTensor,
  { variable, size, groups }: CodeVectors,
): SymbolicTensor {
  const name = `${variable}_encoded`;
  if (features.rank > 2) {
    if (groups === undefined) return linear({ units: size, name }).apply(features) as SymbolicTensor;
    throw new HelmholtzError(
      'usage',
      `The option "groups" of the posterior of "${variable}" has no effect: its features have ${features.shape.slice(1, -1).join(' by ')} positions.`,
      { hint: 'Remove "groups", or end the recognition network in a flatten layer.' },
    );
  }
  const count = groups ?? 1;
  const elements = linear({ units: count * size, name: `${name}_elements` }).apply(features);
  return layers.reshape({ targetShape: [count, size], name }).apply(elements) as SymbolicTensor;
}
