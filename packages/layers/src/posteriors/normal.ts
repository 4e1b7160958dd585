import { posteriorPart, scaleForm } from '@helmholtz/core';
import { z } from 'zod';

import { normalDraw } from '../normal-draw.js';
import { globalNormalParameters, normalParameters } from '../normal-parameters.js';

const options = z.strictObject({ scale: scaleForm });

/**
 * q(z given x) = N(loc(x), diag(exp(logVariance(x)))), amortized by two dense layers on the features; of a global latent
 * N(loc, diag(exp(logVariance))), whose parameters are learned themselves.
 */
export const normalPosterior = posteriorPart({
  name: 'normal',
  description: 'a diagonal normal distribution, its location and log-variance from the recognition network',
  options,
  noise: 'standardNormal',
  global: true,
  sample(features, variable, { scale }) {
    const { variable: name, size, global } = variable;
    const parameters = (global ? globalNormalParameters : normalParameters)(features, { name, size, scale });
    return normalDraw(parameters, variable);
  },
});
