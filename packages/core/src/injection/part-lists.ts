import {
  registerDistribution,
  registerFlowStep,
  registerKlDivergence,
  registerNoiseSource,
} from '@helmholtz/distributions';
import { serialization } from '@tensorflow/tfjs-core';
import { ContainerModule } from 'inversify';

import { checkParts } from './check-parts.js';
import type { Parts } from './parts-of-package.js';
import { catalogue } from './tokens.js';

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
 * console.log(names.slice(0, 2)); // [ 'elbo', 'importanceWeightedBound' ]
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
