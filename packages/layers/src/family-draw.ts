import type { LatentConfig, SymbolicDistribution } from '@helmholtz/core';
import { distributionParts, familyDistribution, orderedParameters } from '@helmholtz/distributions';
import { tidy, zeros } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { Draw } from './draw.js';
import { DrawWithLogProb } from './draw-with-log-prob.js';
import { latent } from './latent.js';
import { noiseInput } from './noise-input.js';
import { withDivergence, withDivergenceAtDraw } from './with-divergence.js';

/**
 * Adds a latent drawn from a registered family to the graph: its KL divergence, noise and draw. The
 * divergence of a family that knows its density only at its draws is an estimate there.
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
  const owner = `the posterior of "${variable}"`;
  const layer = { name: `${variable}_draw`, family: { name: family } };
  const noiseOf = (): SymbolicTensor =>
    noiseInput({ shape, name: `${variable}_noise`, variable, source: noise });
  const ordered = orderedParameters(owner, family, posterior.parameters);
  if (knownAtDraws(family, ordered)) {
    const valueAndLogProb = new DrawWithLogProb(layer).apply([...ordered, noiseOf()]);
    const [value, logProb] = valueAndLogProb as [SymbolicTensor, SymbolicTensor];
    const passedOn = withDivergenceAtDraw({ variable, family, value, logProb, prior });
    return latent({ variable }).apply(passedOn) as SymbolicTensor;
  }
  const parameters = orderedParameters(owner, family, withDivergence({ variable, posterior, prior }));
  return latent({ variable }).apply(new Draw(layer).apply([...parameters, noiseOf()])) as SymbolicTensor;
}

/** Whether a family has no density of other values. It does not depend on the parameters' values. */
function knownAtDraws(family: string, parameters: readonly SymbolicTensor[]): boolean {
  // Families of Helmholtz have a density at any value. Only other families are built to ask them.
  if (distributionParts.families.some(({ name }) => name === family)) return false;
  let onlyAtDraws = false;
  tidy(() => {
    const values = parameters.map(({ shape }) => zeros(shape.map((length) => length ?? 1)));
    onlyAtDraws = !familyDistribution(family, values).hasLogProb;
  });
  return onlyAtDraws;
}
