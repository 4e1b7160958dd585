import { posteriorPart } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { flattened } from '../flattened.js';
import { latent } from '../latent.js';
import { requireUniformCodes } from '../priors/uniform-codes.js';
import { codeVectors } from '../quantization/code-vectors.js';
import { VectorQuantization } from '../quantization/vector-quantization.js';

export const groupsOption = z
  .int()
  .min(1)
  .optional()
  .describe('number of codes of an example, if the features are one vector; 1 by default');

const options = z.strictObject({
  codes: z.int().min(2).max(65_536).default(128).describe('number of vectors in the codebook'),
  codebook: z
    .enum(['averages', 'loss'])
    .default('averages')
    .describe('how the codebook is learned: by moving averages, or by a loss'),
  decay: z.number().min(0).max(0.9999).default(0.99).describe('decay of the moving averages'),
  restart: z
    .number()
    .min(0)
    .max(1)
    .default(0.03)
    .describe('codes chosen less often than this share of the average are replaced; 0 for never'),
  groups: groupsOption,
});

/**
 * Posterior of vector quantization (VQ-VAE, van den Oord et al. 2017): the latent is the nearest
 * vector of a learned codebook, at each position. It takes the objective `vectorQuantization` and
 * the prior `uniformCodes`.
 */
export const vectorQuantizedPosterior = posteriorPart({
  name: 'vectorQuantized',
  description: 'nearest vectors of a learned codebook (VQ-VAE), for the objective vectorQuantization',
  options,
  noise: 'zero',
  sample(features, { variable, size, prior }, { codes, codebook, decay, restart, groups }) {
    const encoded = codeVectors(features, { variable, size, groups });
    requireUniformCodes(prior, variable, 'vectorQuantized', encoded);
    const layer = new VectorQuantization({
      name: `${variable}_codes`,
      variable: { name: variable },
      codes,
      update: { name: codebook },
      decay,
      restart,
    });
    const value = latent({ variable }).apply(layer.apply(encoded)) as SymbolicTensor;
    return features.rank > 2 ? value : flattened(value, variable);
  },
});
