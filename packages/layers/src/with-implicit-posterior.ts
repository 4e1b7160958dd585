import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { Prior } from '@helmholtz/core';
import { orderedParameters } from '@helmholtz/distributions';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { klDivergenceLayer } from './kl-divergence-layer.js';

/**
 * Adds the KL divergence of an implicit posterior to the graph: one without a density, of which only
 * the draw is known. An objective with a discriminator estimates the divergence.
 *
 * @param value draw of the latent, [batch, ...event].
 * @returns the value. Later layers must use it in place of `value`.
 * @throws HelmholtzError (`graph`) for a prior that depends on the draw.
 *
 * @example
 * ```ts
 * import { constantPrior } from '@helmholtz/core';
 * import { withImplicitPosterior } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const prior = constantPrior('standardNormal');
 * const z = withImplicitPosterior({ variable: 'z', value: input({ shape: [2] }), prior });
 * console.log(z.sourceLayer.name, z.shape); // z_kl [ null, 2 ]
 * ```
 */
export function withImplicitPosterior({
  variable,
  value,
  prior,
}: {
  readonly variable: string;
  readonly value: SymbolicTensor;
  readonly prior: Prior;
}): SymbolicTensor {
  const posterior = { family: 'implicit', parameters: { value }, value };
  if (prior.kind === 'afterDraw') throw afterDraw(variable);
  const distribution =
    prior.kind === 'derived'
      ? prior.build(posterior, variable)
      : prior.kind === 'conditional'
        ? prior.distribution
        : undefined;
  const config = prior.kind === 'constant' ? { name: prior.family, ...prior.constants } : undefined;
  const layer = klDivergenceLayer({
    variable,
    implicit: true,
    prior: config ?? { name: distribution!.family },
    conditional: distribution !== undefined,
  });
  const ofPrior = distribution
    ? orderedParameters(`the prior of "${variable}"`, distribution.family, distribution.parameters)
    : [];
  const compared = ofPrior.length === 0 ? value : [value, ...ofPrior];
  return itemAt([layer.apply(compared)].flat() as SymbolicTensor[], 0);
}

function afterDraw(variable: string): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The posterior of "${variable}" is implicit, but its prior depends on latents that are drawn after it.`,
    { hint: 'Choose the posterior "normal" for this latent, or the recipe "vae".' },
  );
}
