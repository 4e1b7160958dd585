import type * as core from '@helmholtz/core';
import type { Parts } from '@helmholtz/core';
import type * as datasets from '@helmholtz/datasets';
import type { DatasetSource, TrainingSet } from '@helmholtz/datasets';
import type * as layers from '@helmholtz/layers';
import type * as tfCore from '@tensorflow/tfjs-core';
import type * as tfLayers from '@tensorflow/tfjs-layers';
import type { z } from 'zod';

/** Modules of Helmholtz that a plugin receives, since its file may not be able to import them. */
export interface PluginApi {
  readonly core: typeof core;
  readonly layers: typeof layers;
  readonly datasets: typeof datasets;
  /** TensorFlow.js: exports of core and of layers. */
  readonly tf: typeof tfCore & typeof tfLayers;
  /** Zod, the schema library for options. */
  readonly z: typeof z;
}

/** Parts that a plugin adds. A part replaces a built-in part of the same name. */
export interface PluginContributions extends Parts {
  readonly datasets?: readonly DatasetSource<string, TrainingSet>[];
}

/**
 * Default export of a plugin: a function that returns contributions, or the contributions
 * themselves.
 */
export type Plugin =
  ((api: PluginApi) => PluginContributions | Promise<PluginContributions>) | PluginContributions;
