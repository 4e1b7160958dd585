import type * as core from '@helmholtz/core';
import type { LikelihoodPart, ObjectivePart, PosteriorPart, PriorPart, Recipe } from '@helmholtz/core';
import type { ClosedFormKl, DistributionFamily, NoiseSource } from '@helmholtz/distributions';
import type * as datasets from '@helmholtz/datasets';
import type { DatasetSource } from '@helmholtz/datasets';
import type * as layers from '@helmholtz/layers';
import type { serialization } from '@tensorflow/tfjs-core';
import type * as tfCore from '@tensorflow/tfjs-core';
import type * as tfLayers from '@tensorflow/tfjs-layers';
import type { z } from 'zod';

/** What a plugin is given: the very modules that Helmholtz runs on, since a file of its own can't import them. */
export interface PluginApi {
  readonly core: typeof core;
  readonly layers: typeof layers;
  readonly datasets: typeof datasets;
  /** TensorFlow.js: core and layers in one. */
  readonly tf: typeof tfCore & typeof tfLayers;
  /** The schema library that options are checked with. */
  readonly z: typeof z;
}

/** What a plugin adds. A part with the name of one of ours takes its place. */
export interface PluginContributions {
  readonly recipes?: readonly Recipe[];
  readonly likelihoods?: readonly LikelihoodPart[];
  readonly posteriors?: readonly PosteriorPart[];
  /** Priors that a graph states; those by constants are `distributions`. */
  readonly priors?: readonly PriorPart[];
  readonly objectives?: readonly ObjectivePart[];
  readonly distributions?: readonly DistributionFamily[];
  /** KL divergences in closed form. */
  readonly klDivergences?: readonly ClosedFormKl[];
  readonly noise?: readonly NoiseSource[];
  /** Layer classes with a static `className`, which specs may then name. */
  readonly layers?: readonly serialization.SerializableConstructor<serialization.Serializable>[];
  readonly datasets?: readonly DatasetSource[];
}

/** A plugin is a file whose default export is such a function, or the contributions themselves. */
export type Plugin =
  ((api: PluginApi) => PluginContributions | Promise<PluginContributions>) | PluginContributions;
