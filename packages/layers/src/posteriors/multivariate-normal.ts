import { HelmholtzError } from '@helmholtz/base';
import { posteriorPart } from '@helmholtz/core';
import { MultivariateNormal } from '@helmholtz/distributions';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { flattened } from '../flattened.js';
import { linear } from '../linear.js';

/**
 * q(z given x) = N(loc(x), L(x) L(x)^T), with full covariance (Kingma and Welling 2019, section 2.5.1): two dense layers on the
 * features, one for loc and one for the elements of the Cholesky factor L, those on its diagonal as their logarithms.
 */
export const multivariateNormalPosterior = posteriorPart({
  name: 'multivariateNormal',
  description: `a normal distribution with full covariance, of up to ${MultivariateNormal.mostElements} dimensions, by its Cholesky factor`,
  options: z.strictObject({}),
  noise: 'standardNormal',
  sample(features, latent) {
    const { variable, size } = latent;
    if (size > MultivariateNormal.mostElements) throw tooLarge(variable, size);
    const flat = flattened(features, variable);
    const dense = (of: string, units: number): SymbolicTensor =>
      linear({ units, name: `${variable}_${of}` }).apply(flat) as SymbolicTensor;
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
    `The latent "${variable}" has ${size} dimensions, and its posterior is a multivariate normal.`,
    {
      hint: `It takes ${MultivariateNormal.mostElements} at most; the posterior "normal" takes any number, independent given x.`,
    },
  );
}
