import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from './distribution.js';
import type { Support } from './support.js';

/**
 * Prior as data: name of a family and constants, such as `{ name: 'normal', loc: 0, scale: 2 }`.
 */
export interface PriorConfig {
  readonly name: string;
  readonly [parameter: string]: number | string;
}

/** Family with constant parameters: a fixed prior. */
export interface ConstantForm<Constant extends string = string> {
  /** Default of each constant, by name. */
  readonly parameters: Readonly<Record<Constant, number>>;
  /** @throws HelmholtzError (`usage`) for constants outside their range. */
  distribution(parameters: Readonly<Record<Constant, number>>): Distribution;
}

/** Family with tensors of a graph as parameters: a posterior or a conditional prior. */
export interface TensorForm<Parameter extends string = string> {
  /**
   * Names of the parameters, in the order of the inputs of a KL layer. Parameters are
   * unconstrained, such as a log-variance instead of a variance.
   */
  readonly parameters: readonly Parameter[];
  distribution(parameters: Readonly<Record<Parameter, Tensor>>): Distribution;
}

/** Family of distributions that specs and layers name. */
export interface DistributionFamily<Name extends string = string> {
  readonly name: Name;
  /** One line, shown by `helmholtz list priors`. */
  readonly description: string;
  /** Support of the family's distributions. Required to check which priors fit which posteriors. */
  readonly support?: Support;
  readonly constants?: ConstantForm;
  readonly tensors?: TensorForm;
}

/** Family that a spec can name as a prior: `prior: { name: normal, scale: 2 }`. */
export interface PriorFamily<
  Name extends string = string,
  Constant extends string = string,
> extends DistributionFamily<Name> {
  readonly constants: ConstantForm<Constant>;
}

/**
 * Returns a family without constants. Its name keeps its literal type.
 *
 * @example
 * ```ts
 * import { Poisson, distributionFamily } from '@helmholtz/distributions';
 *
 * const family = distributionFamily({
 *   name: 'counts',
 *   description: 'of counts, from the logarithm of their mean',
 *   tensors: { parameters: ['logRate'], distribution: ({ logRate }) => new Poisson(logRate) },
 * });
 * console.log(family.name); // counts
 * ```
 */
export function distributionFamily<const Name extends string, const Parameter extends string>(
  family: Omit<DistributionFamily<Name>, 'constants' | 'tensors'> & {
    readonly tensors?: TensorForm<Parameter>;
  },
): DistributionFamily<Name> {
  return family;
}

/**
 * Returns a family with constants. Its name and the names of its constants keep their literal
 * types.
 *
 * @example
 * ```ts
 * import { Normal, priorFamily } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const shifted = priorFamily({
 *   name: 'shifted',
 *   description: 'N(shift, 1)',
 *   constants: {
 *     parameters: { shift: 5 },
 *     distribution: ({ shift }) => new Normal(scalar(shift), scalar(1)),
 *   },
 * });
 * console.log(shifted.constants.parameters); // { shift: 5 }
 * ```
 */
export function priorFamily<
  const Name extends string,
  const Constant extends string,
  const Parameter extends string,
>(
  family: Omit<DistributionFamily<Name>, 'constants' | 'tensors'> & {
    readonly constants: ConstantForm<Constant>;
    readonly tensors?: TensorForm<Parameter>;
  },
): PriorFamily<Name, Constant> {
  return family;
}
