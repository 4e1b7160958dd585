import { derive, type Dataset, type UniformSource } from '../dataset.js';
import { HelmholtzError } from '@helmholtz/base';

/**
 * Turns each grey value in (0, 1] into 1 if `isOne` returns true, and into 0 otherwise. Zeros stay
 * 0 without a call of `isOne`.
 */
export function binarize(dataset: Dataset, isOne: (grey: number, random: UniformSource) => boolean): Dataset {
  return derive(dataset, {
    read(indices, out, random) {
      dataset.read(indices, out, random);
      for (let i = 0; i < out.length; i++) {
        const grey = out[i]!;
        // A missing value stays missing.
        if (grey === 0 || Number.isNaN(grey)) continue;
        if (!(grey > 0 && grey <= 1)) throw notGrey(dataset.name, grey);
        out[i] = isOne(grey, random) ? 1 : 0;
      }
    },
  });
}

function notGrey(name: string, value: number): HelmholtzError {
  return new HelmholtzError('data', `${name}: only grey values in [0, 1] can be binarized, not ${value}.`, {
    hint: 'Scale the data to [0, 1] first, or leave it as it is and choose a likelihood that fits it.',
  });
}
