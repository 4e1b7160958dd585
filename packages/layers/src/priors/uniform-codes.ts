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
      `The latent "${variable}" is drawn from "${posterior.family}", of other values, but its prior is "${NAME}", of codes.`,
      {
        hint: 'Priors that fit: standardNormal, and others. uniformCodes is for the posteriors vectorQuantized and scalarQuantized.',
      },
    );
  },
});

/**
 * Checks the prior of a quantized latent.
 *
 * @throws HelmholtzError (`usage`) for another prior than `uniformCodes`.
 */
export function requireUniformCodes(
  prior: Prior,
  variable: string,
  posterior: string,
  encoded: SymbolicTensor,
): void {
  const built =
    prior.kind === 'derived'
      ? prior.build({ family: 'quantized', parameters: { encoded } }, variable)
      : undefined;
  if (built?.family === NAME) return;
  const priorName = prior.kind === 'constant' ? prior.family : (built?.family ?? prior.kind);
  throw new HelmholtzError(
    'usage',
    `The latent "${variable}" is drawn from "${posterior}", of codes, but its prior is "${priorName}", of other values.`,
    { hint: `Priors that fit: ${NAME}. Add "prior: ${NAME}" to the spec.` },
  );
}
