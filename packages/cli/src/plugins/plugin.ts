import type * as core from '@helmholtz/core';
import type { Parts } from '@helmholtz/core';
import type * as datasets from '@helmholtz/datasets';
import type { DatasetSource } from '@helmholtz/datasets';
import type * as layers from '@helmholtz/layers';
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
export interface PluginContributions extends Parts {
  readonly datasets?: readonly DatasetSource[];
}

/** A plugin is a file whose default export is such a function, or the contributions themselves. */
export type Plugin =
  ((api: PluginApi) => PluginContributions | Promise<PluginContributions>) | PluginContributions;
