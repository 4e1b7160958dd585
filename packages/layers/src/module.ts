import { catalogue, objectiveParts, tokens } from '@helmholtz/core';
import { ContainerModule } from 'inversify';

import { bernoulliPart } from './likelihoods/bernoulli.js';
import { gaussianPart } from './likelihoods/gaussian.js';
import { networkFromSpec } from './networks/network-from-spec.js';
import { gaussianPosterior } from './posteriors/gaussian.js';

/** What this package puts in the catalogue. */
export const layersModule = new ContainerModule(({ bind }) => {
  for (const part of [bernoulliPart, gaussianPart]) bind(catalogue.likelihood).toConstantValue(part);
  for (const part of [gaussianPosterior]) bind(catalogue.posterior).toConstantValue(part);
  for (const part of objectiveParts) bind(catalogue.objective).toConstantValue(part);
});

/** The networks that a model's spec declares. */
export const networksModule = new ContainerModule(({ bind }) => {
  bind(tokens.recognitionNetwork).toResolvedValue(
    (spec) => networkFromSpec(spec.networks.recognition),
    [tokens.spec],
  );
  bind(tokens.generativeNetwork).toResolvedValue(
    (spec) => networkFromSpec(spec.networks.generative),
    [tokens.spec],
  );
});
