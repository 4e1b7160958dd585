import type { Examples, NamedExamples } from '@helmholtz/core';
import type { Samples } from '@helmholtz/report';

import type { CodeSourceOptions } from '../codes/code-source.js';
import type { UsedCondition } from '../conditions/conditions.js';
import type { GivenOptions } from '../conditions/given-grid.js';
import type { WorkOptions } from '../run/work-options.js';

export interface SampleOptions extends WorkOptions, GivenOptions, CodeSourceOptions {
  /**
   * Number of examples: 100 by default. Combinations of conditions take turns. By default there is
   * one example for each value of a file, for each of given `codes`, and for a grid the largest
   * multiple of its size up to 100.
   */
  readonly count?: number | undefined;
  /** Seed of the draws; the run's by default. */
  readonly seed?: number | undefined;
  /**
   * Exposure of all examples, for a model of counts with an exposure. The median of the training
   * set by default.
   */
  readonly exposure?: number | undefined;
  /**
   * Means of the likelihood, or draws from it. Means of images and draws of other data by default.
   */
  readonly pixels?: 'means' | 'draws' | undefined;
}

export interface Sampled {
  /**
   * Generated examples in the shape of the data set, [count, ...shape]: arrays in the units of the
   * data, of tables the elements.
   */
  readonly examples: Examples;
  /** Codes that were decoded, if they are not draws from the prior, by the names of the latents. */
  readonly codes: NamedExamples;
  /** Line about the source of the codes, if they are not draws from the prior. */
  readonly codesNote: string | undefined;
  /** All that was generated, by the names of the observed variables. */
  readonly decoded: NamedExamples;
  /** Other generated variables, such as a label. */
  readonly beside: NamedExamples;
  /** The examples as images with their classes; undefined for other data. */
  readonly images: Samples | undefined;
  /** The variables of `beside` that are the classes of `images`. */
  readonly classVariables: readonly string[];
  /** What the examples are conditioned on. */
  readonly conditions: readonly UsedCondition[];
  /**
   * Exposure of all examples, by the name of its input; empty for a model without exposures, and for
   * exposures in `given`.
   */
  readonly exposures: ReadonlyMap<string, number>;
}
