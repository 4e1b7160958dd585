import { posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { flattened } from '../flattened.js';
import { linear } from '../linear.js';

/**
 * Normal posterior whose precision is a diagonal plus a matrix of low rank (Rezende et al. 2014,
 * section 4.3, with rank 1). Dense layers compute loc, the logarithm of the scale and the directions.
 */
export const lowRankNormalPosterior = posteriorPart({
  name: 'lowRankNormal',
  description: 'a normal distribution whose precision is diagonal plus low rank; rank: 1 by default',
  options: z.strictObject({
    rank: z.int().min(1).max(64).default(1).describe('number of directions added to the precision'),
  }),
  noise: 'standardNormal',
  sample(features, latent, { rank }) {
    const { variable, size } = latent;
    const flat = flattened(features, variable);
    const dense = (part: string, units: number): SymbolicTensor =>
      linear({ units, name: `${variable}_${part}` }).apply(flat) as SymbolicTensor;
    const rows = layers.reshape({ targetShape: [rank, size], name: `${variable}_directions` });
    const parameters = {
      loc: dense('loc', size),
      logScale: dense('log_scale', size),
      directions: rows.apply(dense('direction_elements', rank * size)) as SymbolicTensor,
    };
    return familyDraw({ family: 'lowRankNormal', parameters }, latent);
  },
});
