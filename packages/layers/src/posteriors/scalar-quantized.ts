import { HelmholtzError } from '@helmholtz/base';
import { posteriorPart } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { flattened } from '../flattened.js';
import { latent } from '../latent.js';
import { requireUniformCodes } from '../priors/uniform-codes.js';
import { codeVectors } from '../quantization/code-vectors.js';
import { ScalarQuantization } from '../quantization/scalar-quantization.js';
import { groupsOption } from './vector-quantized.js';

const options = z.strictObject({
  levels: z
    .union([z.int().min(2), z.array(z.int().min(2)).min(1)])
    .default(4)
    .describe('number of levels of each element, or a list with one for each'),
  groups: groupsOption,
});

/**
 * Posterior of finite scalar quantization (FSQ, Mentzer et al. 2023): each element of the latent is
 * rounded to a few levels. It has no codebook to learn, and takes the prior `uniformCodes`.
 */
export const scalarQuantizedPosterior = posteriorPart({
  name: 'scalarQuantized',
  description: 'each element rounded to a few levels, with straight-through gradients (FSQ)',
  options,
  noise: 'zero',
  sample(features, { variable, size, prior }, { levels: given, groups }) {
    const levels = typeof given === 'number' ? Array.from({ length: size }, () => given) : given;
    if (levels.length !== size) throw otherSize(variable, size, levels.length);
    const encoded = codeVectors(features, { variable, size, groups });
    requireUniformCodes(prior, variable, 'scalarQuantized', encoded);
    const layer = new ScalarQuantization({
      name: `${variable}_codes`,
      variable: { name: variable },
      levels,
    });
    const value = latent({ variable }).apply(layer.apply(encoded)) as SymbolicTensor;
    return features.rank > 2 ? value : flattened(value, variable);
  },
});

function otherSize(variable: string, size: number, levels: number): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The posterior of "${variable}" has ${levels} levels, and the latent has ${size} elements.`,
    { hint: `Set the size of "${variable}" to ${levels}, or give ${size} levels.` },
  );
}
