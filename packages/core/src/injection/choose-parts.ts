import { HelmholtzError } from '@helmholtz/base';
import { checkNoise, priorFamilies } from '@helmholtz/distributions';

import type { Objective } from '../objectives/objective.js';
import { type PartReference, partName, partOptions } from '../spec/part-reference.js';
import { choose, chooseByName } from './choose.js';
import type {
  ConditionalPriorOf,
  ConditionalPriorPart,
  LatentConfig,
  Likelihood,
  LikelihoodPart,
  ObjectivePart,
  Posterior,
  PosteriorPart,
  PriorPart,
} from './parts.js';
import { type Prior, constantPrior, derivedPrior } from './prior.js';

/** Returns the likelihood that a spec names, with its options. */
export function chooseLikelihood(parts: readonly LikelihoodPart[], reference: PartReference): Likelihood {
  const { part, options } = choose('likelihood', parts, reference);
  const other = (another: PartReference): Likelihood => chooseLikelihood(parts, another);
  return {
    parameterShape: (eventShape) => part.parameterShape(eventShape, options, other),
    exposures: (eventShape) => part.exposures?.(eventShape, options, other) ?? [],
    head: (config) => part.head(config, options, other),
  };
}

/** Returns the posterior that a spec names, with its options. */
export function choosePosterior(parts: readonly PosteriorPart[], reference: PartReference): Posterior {
  const { part, options } = choose('posterior', parts, reference);
  const check = (latent: LatentConfig): void => {
    checkNoise(`The posterior "${part.name}"`, part.noise, latent.noise);
    if (latent.global && !part.global) throw notGlobal(part.name, latent.variable);
  };
  return {
    name: part.name,
    noise: part.noise,
    weighsPrior: part.weighsPrior,
    declaredKl: part.kl && { posterior: part.name, kinds: part.kl },
    sample(features, latent) {
      check(latent);
      return part.sample(features, latent, options);
    },
    combine:
      part.combine &&
      ((experts, latent) => {
        check(latent);
        return part.combine!(experts, latent, options);
      }),
  };
}

function notGlobal(posterior: string, latent: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The posterior "${posterior}" is computed for each example, but all examples share the latent "${latent}".`,
    { hint: 'Choose a posterior that needs no features: posterior: normal.' },
  );
}

/**
 * Returns the prior that a spec names: a prior part, or a family with constants. Constants are
 * checked when the prior is used.
 */
export function choosePrior(parts: readonly PriorPart[], reference: PartReference): Prior {
  const name = partName(reference);
  if (!parts.some((part) => part.name === name)) {
    chooseByName('prior', [...priorFamilies(), ...parts], name);
    return constantPrior(name, partOptions(reference) as Readonly<Record<string, number>>);
  }
  const { part, options } = choose('prior', parts, reference);
  return derivedPrior((posterior, variable) => part.build(posterior, variable, options));
}

/** Returns the conditional prior that a spec names, with its options. */
export function chooseConditionalPrior(
  parts: readonly ConditionalPriorPart[],
  reference: PartReference,
): ConditionalPriorOf {
  const { part, options } = choose('conditional prior', parts, reference);
  return (features, latent) => part.build(features, latent, options);
}

/** Returns the objective that a spec names, with its options. */
export function chooseObjective(parts: readonly ObjectivePart[], reference: PartReference): Objective {
  const { part, options } = choose('objective', parts, reference);
  return part.create(options);
}
