import type { PosteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { conditionalPrior } from '../divergence.js';
import { klDivergence } from '../kl-divergence.js';
import { latent } from '../latent.js';
import { logVarianceToScale } from '../log-variance-to-scale.js';
import { noiseInput } from '../noise-input.js';
import { reparameterize } from '../reparameterize.js';

/** q(z given x) = N(loc(x), diag(exp(logVariance(x)))), amortized by two dense layers on the features. */
export const gaussianPosterior: PosteriorPart = {
  name: 'gaussian',
  description: 'a diagonal Gaussian, its location and log-variance from the recognition network',
  options: z.strictObject({}),
  sample(features, { variable, size, prior, noise }) {
    const [constant, conditional] =
      'logVariance' in prior ? [undefined, [prior.loc, prior.logVariance] as SymbolicTensor[]] : [prior, []];
    const flat =
      features.rank > 2
        ? (layers.flatten({ name: `${variable}_flatten` }).apply(features) as SymbolicTensor)
        : features;
    const parameters = ['loc', 'log_variance'].map(
      (name) => layers.dense({ units: size, name: `${variable}_${name}` }).apply(flat) as SymbolicTensor,
    );
    const [loc, logVariance] = klDivergence({ variable, prior: constant ?? conditionalPrior }).apply([
      ...parameters,
      ...conditional,
    ]) as SymbolicTensor[];
    const scale = logVarianceToScale({ name: `${variable}_scale` }).apply(logVariance!) as SymbolicTensor;
    const epsilon = noiseInput({ shape: [size], name: `${variable}_noise`, variable, noise });
    const value = reparameterize({ loc: loc!, scale, noise: epsilon }, variable);
    return latent({ variable }).apply(value) as SymbolicTensor;
  },
};
