import type { LatentConfig } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { latent } from './latent.js';
import { logVarianceToScale } from './log-variance-to-scale.js';
import { noiseInput } from './noise-input.js';
import { reparameterize } from './reparameterize.js';
import { withDivergence } from './with-divergence.js';

/**
 * Adds a latent drawn from N(loc, exp(logVariance)) to the graph: its KL divergence, noise and
 * draw.
 */
export function normalDraw(
  parameters: { readonly loc: SymbolicTensor; readonly logVariance: SymbolicTensor },
  { variable, size, prior, noise, global }: LatentConfig,
): SymbolicTensor {
  const posterior = { family: 'normal', parameters };
  const { loc, logVariance } = withDivergence({ variable, posterior, prior, global });
  const scale = logVarianceToScale({ name: `${variable}_scale` }).apply(logVariance) as SymbolicTensor;
  const epsilon = noiseInput({ shape: [size], name: `${variable}_noise`, variable, source: noise });
  const value = reparameterize({ loc: loc, scale, noise: epsilon }, variable);
  return latent({ variable }).apply(value) as SymbolicTensor;
}
