import { HelmholtzError } from '@helmholtz/base';
import { posteriorPart } from '@helmholtz/core';
import { MultivariateNormal } from '@helmholtz/distributions';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { flattened } from '../flattened.js';
import { linear } from '../linear.js';

/**
 * Normal posterior with full covariance: q(z | x) = N(loc(x), L(x) L(x)^T) (Kingma and Welling
 * 2019, section 2.5.1). One dense layer computes loc, and one the Cholesky factor L, with
 * logarithms on its diagonal.
 */
export const multivariateNormalPosterior = posteriorPart({
  name: 'multivariateNormal',
  description: `a normal distribution with full covariance, up to ${MultivariateNormal.mostElements} dimensions, by its Cholesky factor`,
  options: z.strictObject({}),
  noise: 'standardNormal',
  sample(features, latent) {
    const { variable, size } = latent;
    if (size > MultivariateNormal.mostElements) throw tooLarge(variable, size);
    const flat = flattened(features, variable);
    const dense = (part: string, units: number): SymbolicTensor =>
      linear({ units, name: `${variable}_${part}` }).apply(flat) as SymbolicTensor;
    const square = layers.reshape({ targetShape: [size, size], name: `${variable}_factor` });
    const parameters = {
      loc: dense('loc', size),
      factor: square.apply(dense('factor_elements', size * size)) as SymbolicTensor,
    };
    return familyDraw({ family: 'multivariateNormal', parameters }, latent);
  },
});

function tooLarge(variable: string, size: number): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The posterior "multivariateNormal" does not support the ${size} dimensions of the latent "${variable}".`,
    {
      hint: `At most ${MultivariateNormal.mostElements} dimensions are supported. The posterior "normal" has no limit, and treats them as independent.`,
    },
  );
}
