import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from './distribution.js';
import type { Support } from './support.js';

/** A prior as data: the name of a family and its constants, for example `{ name: 'normal', loc: 0, scale: 2 }`. */
export interface PriorConfig {
  readonly name: string;
  readonly [parameter: string]: number | string;
}

/** A family stated by numbers: a prior that does not change. */
export interface ConstantForm<Constant extends string = string> {
  /** The constants by name, each with its default. */
  readonly parameters: Readonly<Record<Constant, number>>;
  /** @throws HelmholtzError (`usage`) for constants outside their range. */
  distribution(parameters: Readonly<Record<Constant, number>>): Distribution;
}

/** A family stated by tensors of a graph: a posterior, or a prior that other variables decide. */
export interface TensorForm<Parameter extends string = string> {
  /**
   * In the order in which a KL layer is called on them. Each takes any number, as a network ends in: a log-variance
   * rather than a variance.
   */
  readonly parameters: readonly Parameter[];
  distribution(parameters: Readonly<Record<Parameter, Tensor>>): Distribution;
}

/** A family of distributions that specs and layers refer to by name. */
export interface DistributionFamily<Name extends string = string> {
  readonly name: Name;
  /** One line, as `helmholtz list priors` shows it. */
  readonly description: string;
  /** Support of the family's distributions. Required to check which priors fit which posteriors. */
  readonly support?: Support;
  readonly constants?: ConstantForm;
  readonly tensors?: TensorForm;
}

/** A family that a spec may state as a prior: `prior: { name: normal, scale: 2 }`. */
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
 * Returns a family with constants. Its name and the names of its constants keep their literal types.
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
