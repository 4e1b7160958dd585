import { posteriorPart, scaleForm } from '@helmholtz/core';
import { z } from 'zod';

import { normalDraw } from '../normal-draw.js';
import { globalNormalParameters, normalParameters } from '../normal-parameters.js';

const options = z.strictObject({ scale: scaleForm });

/**
 * Diagonal normal posterior: q(z | x) = N(loc(x), diag(exp(logVariance(x)))), by two dense layers
 * on the features. For a global latent, loc and logVariance are learned weights.
 */
export const normalPosterior = posteriorPart({
  name: 'normal',
  description: 'a diagonal normal distribution, with location and log-variance from the recognition network',
  options,
  noise: 'standardNormal',
  global: true,
  sample(features, variable, { scale }) {
    const { variable: name, size, global } = variable;
    const parameters = (global ? globalNormalParameters : normalParameters)(features, { name, size, scale });
    return normalDraw(parameters, variable);
  },
});
