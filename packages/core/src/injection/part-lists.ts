import {
  type ClosedFormKl,
  type DistributionFamily,
  type FlowStep,
  type NoiseSource,
  registerDistribution,
  registerFlowStep,
  registerKlDivergence,
  registerNoiseSource,
} from '@helmholtz/distributions';
import { serialization } from '@tensorflow/tfjs-core';
import { ContainerModule } from 'inversify';

import { checkParts } from './check-parts.js';
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

/**
 * Lists of parts of a package or a plugin. A later part replaces an earlier one of the same name.
 */
export interface Parts {
  readonly recipes?: readonly Recipe[];
  readonly likelihoods?: readonly LikelihoodPart[];
  readonly posteriors?: readonly PosteriorPart[];
  /**
   * Priors that a graph computes from the posterior. Families with constants are in
   * `distributions`.
   */
  readonly priors?: readonly PriorPart[];
  /** Priors that a graph computes from other latents. */
  readonly conditionalPriors?: readonly ConditionalPriorPart[];
  readonly objectives?: readonly ObjectivePart[];
  readonly distributions?: readonly DistributionFamily[];
  /** KL divergences in closed form. */
  readonly klDivergences?: readonly ClosedFormKl[];
  readonly noise?: readonly NoiseSource[];
  /** Steps of normalizing flows. */
  readonly flowSteps?: readonly FlowStep[];
  /** Layer classes with a static `className`, which specs may name. */
  readonly layers?: readonly LayerClass[];
}

/**
 * Registers the parts that layers and saved models refer to by name: families, KL divergences,
 * noise sources and layers. They are available in the whole process.
 *
 * @example
 * ```ts
 * import { noiseSource, registerParts } from '@helmholtz/core';
 *
 * const fill = (out: Float32Array) => void out.fill(1);
 * const ones = { name: 'ones', description: 'all one', fill };
 * registerParts({ noise: [ones] });
 * console.log(noiseSource('ones').description); // all one
 * ```
 */
export function registerParts({
  distributions = [],
  klDivergences = [],
  noise = [],
  flowSteps = [],
  layers = [],
}: Parts): void {
  distributions.forEach(registerDistribution);
  klDivergences.forEach(registerKlDivergence);
  noise.forEach(registerNoiseSource);
  flowSteps.forEach(registerFlowStep);
  for (const layerClass of layers) serialization.registerClass(layerClass);
}

/**
 * Returns a container module that adds parts to the catalogue, from which specs choose by name.
 *
 * @throws HelmholtzError (`usage`) for a part without a required member, such as `options`.
 *
 * @example
 * ```ts
 * import { catalogue, catalogueModule, coreParts } from '@helmholtz/core';
 * import { Container } from 'inversify';
 *
 * const container = new Container();
 * await container.load(catalogueModule(coreParts));
 * const names = container.getAll(catalogue.objective).map(({ name }) => name);
 * console.log(names); // [ 'elbo', 'importanceWeightedBound' ]
 * ```
 */
export function catalogueModule(parts: Parts): ContainerModule {
  checkParts(parts);
  return new ContainerModule(({ bind }) => {
    for (const part of parts.recipes ?? []) bind(catalogue.recipe).toConstantValue(part);
    for (const part of parts.likelihoods ?? []) bind(catalogue.likelihood).toConstantValue(part);
    for (const part of parts.posteriors ?? []) bind(catalogue.posterior).toConstantValue(part);
    for (const part of parts.priors ?? []) bind(catalogue.prior).toConstantValue(part);
    for (const part of parts.conditionalPriors ?? []) bind(catalogue.conditionalPrior).toConstantValue(part);
    for (const part of parts.objectives ?? []) bind(catalogue.objective).toConstantValue(part);
  });
}
