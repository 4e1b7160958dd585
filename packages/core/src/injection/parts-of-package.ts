import type { ClosedFormKl, DistributionFamily, FlowStep, NoiseSource } from '@helmholtz/distributions';
import type { serialization } from '@tensorflow/tfjs-core';

import type {
  ConditionalPriorPart,
  LikelihoodPart,
  ObjectivePart,
  PosteriorPart,
  PriorPart,
} from './parts.js';
import type { Recipe } from './recipe.js';

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
