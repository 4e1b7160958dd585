import { HelmholtzError } from '@helmholtz/base';
import { type Prior, priorPart } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

const NAME = 'uniformCodes';

/**
 * p(z), uniform over the codes of a quantized latent. The posterior that quantizes adds it to the
 * graph.
 *
 * @example
 * ```ts
 * import { uniformCodesPrior } from '@helmholtz/layers';
 *
 * console.log(uniformCodesPrior.name); // uniformCodes
 * ```
 */
export const uniformCodesPrior = priorPart({
  name: NAME,
  description: 'uniform over the codes of vectorQuantized or scalarQuantized',
  options: z.strictObject({}),
  build(posterior, variable) {
    if (posterior.family === 'quantized') return { family: NAME, parameters: {} };
    throw new HelmholtzError(
      'usage',
      `The prior "${NAME}" of "${variable}" is over codes, but "${posterior.family}" has none.`,
      { hint: 'Choose the posterior vectorQuantized or scalarQuantized, or the prior standardNormal.' },
    );
  },
});

/** @throws HelmholtzError (`usage`) if a quantized latent has another prior than `uniformCodes`. */
export function requireUniformCodes(prior: Prior, variable: string, encoded: SymbolicTensor): void {
  const built =
    prior.kind === 'derived'
      ? prior.build({ family: 'quantized', parameters: { encoded } }, variable)
      : undefined;
  if (built?.family === NAME) return;
  const given = prior.kind === 'constant' ? `"${prior.family}"` : 'another one';
  throw new HelmholtzError(
    'usage',
    `The quantized latent "${variable}" takes the prior "${NAME}", but was given ${given}.`,
    { hint: `Add "prior: ${NAME}" to the spec. \`sample --from autoregressive\` learns a prior over codes.` },
  );
}
