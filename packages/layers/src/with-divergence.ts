import { type PriorConfig, type SymbolicDistribution, orderedParameters } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { klDivergenceLayer } from './kl-divergence.js';

/**
 * Puts the KL divergence of a latent's posterior from its prior into the graph.
 *
 * @param variable the latent variable's name.
 * @returns the posterior's parameters, passed on by the divergence: what the latent's value is made of.
 * @throws HelmholtzError (`graph`) for parameters that do not go with their family.
 */
export function withDivergence<Posterior extends SymbolicDistribution>({
  variable,
  posterior,
  prior,
}: {
  readonly variable: string;
  readonly posterior: Posterior;
  readonly prior: PriorConfig | SymbolicDistribution;
}): Posterior['parameters'] {
  const ofPosterior = orderedParameters(
    `the posterior of "${variable}"`,
    posterior.family,
    posterior.parameters,
  );
  const ofPrior = isSymbolic(prior)
    ? orderedParameters(`the prior of "${variable}"`, prior.family, prior.parameters)
    : [];
  const layer = klDivergenceLayer({ variable, posterior: posterior.family, prior });
  const given = [...ofPosterior, ...ofPrior];
  const passedOn = [layer.apply(given.length === 1 ? given[0]! : given)].flat() as SymbolicTensor[];
  const names = Object.keys(posterior.parameters);
  return Object.fromEntries(
    names.map((name) => [name, passedOn[ofPosterior.indexOf(posterior.parameters[name]!)]!]),
  );
}

function isSymbolic(prior: PriorConfig | SymbolicDistribution): prior is SymbolicDistribution {
  return Object.hasOwn(prior, 'parameters') && typeof prior.parameters === 'object';
}
