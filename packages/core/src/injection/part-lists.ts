import {
  type ClosedFormKl,
  type DistributionFamily,
  type NoiseSource,
  registerDistribution,
  registerKlDivergence,
  registerNoiseSource,
} from '@helmholtz/distributions';
import { serialization } from '@tensorflow/tfjs-core';
import { ContainerModule } from 'inversify';

import type {
  ConditionalPriorPart,
  LikelihoodPart,
  ObjectivePart,
  PosteriorPart,
  PriorPart,
} from './parts.js';
import type { Recipe } from './recipe.js';
import { catalogue } from './tokens.js';

type LayerClass = serialization.SerializableConstructor<serialization.Serializable> & {
  readonly className: string;
};

/** Lists of parts: a package's or a plugin's. A later part of the same name takes the place of an earlier one. */
export interface Parts {
  readonly recipes?: readonly Recipe[];
  readonly likelihoods?: readonly LikelihoodPart[];
  readonly posteriors?: readonly PosteriorPart[];
  /** Priors that a graph computes from the posterior. Priors by constants are `distributions`. */
  readonly priors?: readonly PriorPart[];
  /** Priors that other latents decide. */
  readonly conditionalPriors?: readonly ConditionalPriorPart[];
  readonly objectives?: readonly ObjectivePart[];
  readonly distributions?: readonly DistributionFamily[];
  /** KL divergences in closed form. */
  readonly klDivergences?: readonly ClosedFormKl[];
  readonly noise?: readonly NoiseSource[];
  /** Layer classes with a static `className`, which specs may then name. */
  readonly layers?: readonly LayerClass[];
}

/**
 * Makes known to this process what layers and models read from a file name: families, KL divergences, noise, layers.
 *
 * @example
 * ```ts
 * import { noiseSource, registerParts } from '@helmholtz/core';
 *
 * registerParts({ noise: [{ name: 'ones', description: 'all one', fill: (out) => void out.fill(1) }] });
 * console.log(noiseSource('ones').description); // all one
 * ```
 */
export function registerParts({
  distributions = [],
  klDivergences = [],
  noise = [],
  layers = [],
}: Parts): void {
  distributions.forEach(registerDistribution);
  klDivergences.forEach(registerKlDivergence);
  noise.forEach(registerNoiseSource);
  for (const layerClass of layers) serialization.registerClass(layerClass);
}

/**
 * Puts parts into a container's catalogue, which specs choose from by name.
 *
 * @example
 * ```ts
 * import { catalogue, catalogueModule, coreParts } from '@helmholtz/core';
 * import { Container } from 'inversify';
 *
 * const container = new Container();
 * await container.load(catalogueModule(coreParts));
 * console.log(container.getAll(catalogue.objective).map(({ name }) => name)); // [ 'elbo', 'importanceWeightedBound' ]
 * ```
 */
export function catalogueModule(parts: Parts): ContainerModule {
  return new ContainerModule(({ bind }) => {
    for (const part of parts.recipes ?? []) bind(catalogue.recipe).toConstantValue(part);
    for (const part of parts.likelihoods ?? []) bind(catalogue.likelihood).toConstantValue(part);
    for (const part of parts.posteriors ?? []) bind(catalogue.posterior).toConstantValue(part);
    for (const part of parts.priors ?? []) bind(catalogue.prior).toConstantValue(part);
    for (const part of parts.conditionalPriors ?? []) bind(catalogue.conditionalPrior).toConstantValue(part);
    for (const part of parts.objectives ?? []) bind(catalogue.objective).toConstantValue(part);
  });
}
