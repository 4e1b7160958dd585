import { HelmholtzError } from '@helmholtz/base';
import type { Discretization, Distribution } from '@helmholtz/distributions';

import { latentTraits } from './latent-traits.js';
import type { GraphPlan, Slot, Substitute } from './plan.js';
import type { LatentTerm, VariationalTerm } from './terms.js';
import type { LatentVariable } from './variables.js';

/** Returns whether a latent is a relaxation of a discrete latent. */
export function isRelaxed(latent: LatentVariable): boolean {
  return latentTraits(latent)?.relaxed === true;
}

/**
 * Returns substitutes for the values of relaxed latents: the values whose units are exactly
 * discrete, at the same noise.
 */
export function discreteValues(
  plan: GraphPlan,
  latents: readonly LatentVariable[],
): ReadonlyMap<Slot, Substitute> {
  const substitutes = new Map<Slot, Substitute>();
  for (const { name, value, divergence } of latents.filter(isRelaxed)) {
    const call = plan.calls.find(({ outputs }) => value !== undefined && outputs.includes(value));
    const relaxedDraw = call?.inputs[0];
    if (value === undefined || relaxedDraw === undefined || !divergence) throw unnamed(name);
    const { layer, posteriorParameters } = divergence;
    substitutes.set(value, {
      inputs: [relaxedDraw, ...posteriorParameters],
      compute([relaxed, ...parameters]) {
        const discretization = discretizationOf(layer.posterior(parameters));
        return discretization.relaxed(discretization.discrete(relaxed!));
      },
    });
  }
  return substitutes;
}

/**
 * Returns a relaxed latent with the discrete distributions that it approximates, at its relaxed
 * value; any other latent as it is.
 */
export function withDiscreteDistributions(latent: VariationalTerm): VariationalTerm {
  const { posterior, prior } = latent;
  if (!posterior.discretized || !prior.discretized) return latent;
  const [q, p] = [posterior.discretized(), prior.discretized()];
  return { ...latent, posterior: q.distribution, prior: p.distribution };
}

/** Returns the term of the discrete latent that a relaxed latent approximates. */
export function discreteTerm(term: LatentTerm): LatentTerm {
  const { posterior, prior, value } = term;
  if (!posterior?.discretized || !prior?.discretized || !value) return term;
  const [q, p] = [posterior.discretized(), prior.discretized()];
  return { ...term, value: q.discrete(value), posterior: q.distribution, prior: p.distribution };
}

function discretizationOf(distribution: Distribution): Discretization {
  if (distribution.discretized) return distribution.discretized();
  throw new Error(`The distribution "${distribution.family}" is not relaxed.`);
}

function unnamed(latent: string): HelmholtzError {
  return new HelmholtzError('graph', `The value of the latent "${latent}" is not named in the graph.`, {
    hint: 'Pass it through a latent layer: latent({ variable }).apply(z).',
  });
}
