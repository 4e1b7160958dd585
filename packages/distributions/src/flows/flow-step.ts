import type { Tensor } from '@tensorflow/tfjs-core';
import type { z } from 'zod';

import type { Bijector, Direction } from '../bijectors/bijector.js';
import type { Support } from '../support.js';

/** A tensor that a step of a normalizing flow is made of. */
export interface StepParameter {
  readonly shape: readonly number[];
  /**
   * Initial value: a number, draws from N(0, deviation^2), or the initializer of a dense kernel.
   */
  readonly begin: number | { readonly deviation: number } | 'glorotUniform';
  /** Whether features of each example add a value to the parameter. False by default. */
  readonly amortized?: boolean;
}

/**
 * One kind of step of a normalizing flow: a bijector of vectors whose parameters are learned. Specs
 * name it, with its options: `steps: [{ name: planar, repeat: 20 }]`.
 */
export interface FlowStep<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
  Parameter extends string = string,
> {
  readonly name: Name;
  /** One line, as `helmholtz list` shows it. */
  readonly description: string;
  /** Checks the options and fills in their defaults. */
  readonly options: Options;
  /**
   * The directions that take about one pass. A posterior needs `forward`; a prior and a likelihood
   * need `inverse`.
   */
  readonly cheap: readonly Direction[];
  /**
   * Whether it treats the first elements of a vector unlike the last: every second such step takes
   * them in reverse order.
   */
  readonly ordered?: boolean;
  /** Where y lies. Any real numbers by default. */
  readonly codomain?: Support;
  /** Its parameters by name, for vectors of `size` elements. */
  parameters(size: number, options: z.output<Options>): Readonly<Record<Parameter, StepParameter>>;
  /**
   * The bijector that parameters make: each has its shape, or [..., ...shape] where examples have
   * their own.
   */
  bijector(
    parameters: Readonly<Record<Parameter, Tensor>>,
    options: z.output<Options>,
    size: number,
  ): Bijector;
}

/**
 * Returns a step of normalizing flows that specs choose by name. Its name and its options keep
 * their literal types.
 *
 * @example
 * ```ts
 * import { bijectors, flowStep } from '@helmholtz/distributions';
 * import { z } from 'zod';
 *
 * const shift = flowStep({
 *   name: 'shift',
 *   description: 'adds a learned vector',
 *   options: z.strictObject({}),
 *   cheap: ['forward', 'inverse'],
 *   parameters: (size) => ({ loc: { shape: [size], begin: 0 } }),
 *   bijector: ({ loc }) => bijectors.affine({ loc }),
 * });
 * console.log(shift.name); // shift
 * ```
 */
export function flowStep<
  const Name extends string,
  Options extends z.ZodType,
  const Parameter extends string,
>(step: FlowStep<Name, Options, Parameter>): FlowStep<Name, Options, Parameter> {
  return step;
}
