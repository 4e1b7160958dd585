import type { PosteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { latent } from '../latent.js';
import { logVarianceToScale } from '../log-variance-to-scale.js';
import { noiseInput } from '../noise-input.js';
import { reparameterize } from '../reparameterize.js';
import { withDivergence } from '../with-divergence.js';

/** q(z given x) = N(loc(x), diag(exp(logVariance(x)))), amortized by two dense layers on the features. */
export const normalPosterior: PosteriorPart = {
  name: 'normal',
  description: 'a diagonal normal distribution, its location and log-variance from the recognition network',
  options: z.strictObject({}),
  noise: 'standardNormal',
  sample(features, { variable, size, prior, noise }) {
    const flat =
      features.rank > 2
        ? (layers.flatten({ name: `${variable}_flatten` }).apply(features) as SymbolicTensor)
        : features;
    const dense = (name: string): SymbolicTensor =>
      layers.dense({ units: size, name: `${variable}_${name}` }).apply(flat) as SymbolicTensor;
    const parameters = { loc: dense('loc'), logVariance: dense('log_variance') };
    const { loc, logVariance } = withDivergence({
      variable,
      posterior: { family: 'normal', parameters },
      prior,
    });
    const scale = logVarianceToScale({ name: `${variable}_scale` }).apply(logVariance) as SymbolicTensor;
    const epsilon = noiseInput({ shape: [size], name: `${variable}_noise`, variable, source: noise });
    const value = reparameterize({ loc, scale, noise: epsilon }, variable);
    return latent({ variable }).apply(value) as SymbolicTensor;
  },
};
