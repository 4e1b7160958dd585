import { HelmholtzError } from '@helmholtz/base';

import { derive, exampleLength, type Dataset, type UniformSource } from '../dataset.js';

/** Decides whether a grey value in (0, 1] becomes 1. */
export type IsOne = (grey: number) => boolean;

/**
 * Turns each grey value in (0, 1] into 1 or 0. Zeros stay 0, and missing values stay missing.
 *
 * @param isOneFor returns the decision for the values of one example, in order.
 * @throws HelmholtzError (`data`) on reading values that are not in [0, 1].
 */
export function binarize(
  dataset: Dataset,
  isOneFor: (example: Float32Array, random: UniformSource) => IsOne,
): Dataset {
  const length = exampleLength(dataset.shape);
  return derive(dataset, {
    read(indices, out, random) {
      dataset.read(indices, out, random);
      for (let start = 0; start < out.length; start += length) {
        const example = out.subarray(start, start + length);
        const isOne = isOneFor(example, random);
        for (const [i, grey] of example.entries()) {
          if (grey === 0 || Number.isNaN(grey)) continue;
          if (!(grey > 0 && grey <= 1)) throw notGrey(dataset.name, grey);
          example[i] = isOne(grey) ? 1 : 0;
        }
      }
    },
  });
}

function notGrey(name: string, value: number): HelmholtzError {
  return new HelmholtzError('data', `${name}: only grey values in [0, 1] can be binarized, not ${value}.`, {
    hint: 'Scale the data to [0, 1] first, or leave it as it is and choose a likelihood that fits it.',
  });
}
