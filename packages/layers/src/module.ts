import { HelmholtzError } from '@helmholtz/base';
import {
  catalogue,
  type LayerSpec,
  type Network,
  objectiveParts,
  partName,
  type Spec,
  tokens,
} from '@helmholtz/core';
import { ContainerModule } from 'inversify';

import { likelihoodParts } from './likelihoods/parts.js';
import { networkFromSpec } from './networks/network-from-spec.js';
import { multivariateNormalPosterior } from './posteriors/multivariate-normal.js';
import { normalPosterior } from './posteriors/normal.js';
import { precisionWeightedPosterior } from './posteriors/precision-weighted.js';
import { relaxedBernoulliPosterior } from './posteriors/relaxed-bernoulli.js';
import { relaxedCategoricalPosterior } from './posteriors/relaxed-categorical.js';
import { vampPrior } from './priors/vamp.js';

const posteriorParts = [
  normalPosterior,
  precisionWeightedPosterior,
  multivariateNormalPosterior,
  relaxedBernoulliPosterior,
  relaxedCategoricalPosterior,
];

/** What this package puts in the catalogue. */
export const layersModule = new ContainerModule(({ bind }) => {
  for (const part of likelihoodParts) bind(catalogue.likelihood).toConstantValue(part);
  bind(catalogue.prior).toConstantValue(vampPrior);
  for (const part of posteriorParts) bind(catalogue.posterior).toConstantValue(part);
  for (const part of objectiveParts) bind(catalogue.objective).toConstantValue(part);
});

/** The networks that a model's spec declares. */
export const networksModule = new ContainerModule(({ bind }) => {
  bind(tokens.networks).toResolvedValue(
    (spec) => (name, layers) => networkOf(spec, name, layers),
    [tokens.spec],
  );
});

function networkOf({ networks, recipe }: Spec, name: string, layers?: readonly LayerSpec[]): Network {
  const declared = (networks as Readonly<Record<string, readonly LayerSpec[]>>)[name] ?? layers;
  if (declared) return networkFromSpec(declared, name);
  throw new HelmholtzError(
    'usage',
    `the spec at networks.${name}: nothing was given, a list of layers was expected.`,
    { hint: `The recipe "${partName(recipe)}" takes it; [] is a network without layers of its own.` },
  );
}
