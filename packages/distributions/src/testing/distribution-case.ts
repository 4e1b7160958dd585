import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from '../distribution.js';
import type { Measure } from './measures.js';
import type { FamilyReference, Value } from './textbook.js';

/** Family to compare with its peers' values. Parameters are in the order of `create`. */
export interface DistributionCase {
  readonly family: string;
  readonly create: (...parameters: Tensor[]) => Distribution;
  /**
   * How far float32 may put a gradient or an entropy off beside 1e-4 of it, where large terms
   * cancel in it.
   */
  readonly rounding?: (value: Value, ...parameters: Value[]) => number;
  /** Parameters whose density float32 can add up over all values. */
  readonly measures: readonly { readonly parameters: readonly Value[]; readonly points: Measure }[];
  /** The peer's rows. Default: those of the family's file. */
  readonly peer?: FamilyReference;
  /**
   * Whether the family has a mean and a variance; without them it must not have the methods. True
   * by default.
   */
  readonly hasMoments?: boolean;
  /**
   * Indices of the parameters by which a sample is differentiable at fixed noise. If there are
   * none, values are discrete, and the log-density need not be differentiable by the values.
   */
  readonly pathwise: readonly number[];
  /** How many draws are compared with the density; 20,000 by default. */
  readonly samples?: number;
  /** Values of elements inside and outside the support. */
  readonly inside: readonly number[];
  readonly outside: readonly number[];
  /**
   * Points at which the log-density and its gradient by parameters and value must be finite.
   */
  readonly extremes?: readonly { readonly value: Value; readonly parameters: readonly Value[] }[];
}
