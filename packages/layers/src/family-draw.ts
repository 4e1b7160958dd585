import type { LatentConfig, SymbolicDistribution } from '@helmholtz/core';
import { orderedParameters } from '@helmholtz/distributions';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { Draw } from './draw.js';
import { latent } from './latent.js';
import { noiseInput } from './noise-input.js';
import { withDivergence } from './with-divergence.js';

/**
 * Adds a latent drawn from a registered family to the graph: its KL divergence, noise and draw.
 *
 * @param shape shape of a value, without the batch axis. [size] by default.
 * @returns the value, [batch, ...shape].
 *
 * @example
 * ```ts
 * import { constantPrior } from '@helmholtz/core';
 * import { familyDraw } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [loc, logVariance] = [input({ shape: [2] }), input({ shape: [2] })];
 * const prior = constantPrior('standardNormal');
 * const latent = { variable: 'z', size: 2, prior, noise: 'standardNormal' };
 * const z = familyDraw({ family: 'normal', parameters: { loc, logVariance } }, latent);
 * console.log(z.shape); // [ null, 2 ]
 * ```
 */
export function familyDraw(
  posterior: SymbolicDistribution,
  { variable, size, prior, noise }: LatentConfig,
  shape: readonly number[] = [size],
): SymbolicTensor {
  const { family } = posterior;
  const passedOn = withDivergence({ variable, posterior, prior });
  const parameters = orderedParameters(`the posterior of "${variable}"`, family, passedOn);
  const epsilon = noiseInput({ shape, name: `${variable}_noise`, variable, source: noise });
  const draw = new Draw({ name: `${variable}_draw`, family: { name: family } });
  return latent({ variable }).apply(draw.apply([...parameters, epsilon])) as SymbolicTensor;
}
