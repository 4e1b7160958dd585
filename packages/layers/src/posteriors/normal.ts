import { type PosteriorPart, scaleForm } from '@helmholtz/core';
import { z } from 'zod';

import { normalDraw } from '../normal-draw.js';
import { normalParameters } from '../normal-parameters.js';

const options = z.strictObject({ scale: scaleForm });

/** q(z given x) = N(loc(x), diag(exp(logVariance(x)))), amortized by two dense layers on the features. */
export const normalPosterior: PosteriorPart<z.output<typeof options>> = {
  name: 'normal',
  description: 'a diagonal normal distribution, its location and log-variance from the recognition network',
  options,
  noise: 'standardNormal',
  sample: (features, variable, { scale }) =>
    normalDraw(normalParameters(features, { name: variable.variable, size: variable.size, scale }), variable),
};
