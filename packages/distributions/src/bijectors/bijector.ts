import { type Tensor, neg } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { Support } from '../support.js';

export type Direction = 'forward' | 'inverse';

/** Transformed value, and its log |det J| without the axes of an event. */
export interface ValueWithLogDet {
  readonly value: Tensor;
  readonly logDet: Tensor;
}

/**
 * Base class of bijectors: differentiable one-to-one transformations y = f(x), such as
 * `bijectors.exp()` or a normalizing flow.
 *
 * x and y have the shape [...batch, ...event], with `eventRank` axes of an event: none for
 * elementwise functions, one for functions of vectors. A subclass implements `forward`,
 * `forwardLogDetJacobian`, and `inverse` if it can be computed.
 *
 * @example
 * ```ts
 * import { Bijector, realLine } from '@helmholtz/distributions';
 * import { type Tensor, add, scalar, zerosLike } from '@tensorflow/tfjs-core';
 *
 * class Shift extends Bijector {
 *   readonly name = 'shift';
 *   readonly domain = realLine;
 *   readonly codomain = realLine;
 *   forward(x: Tensor): Tensor {
 *     return add(x, 1);
 *   }
 *   override inverse(y: Tensor): Tensor {
 *     return add(y, -1);
 *   }
 *   forwardLogDetJacobian(x: Tensor): Tensor {
 *     return zerosLike(x);
 *   }
 * }
 * console.log(new Shift().forward(scalar(2)).dataSync()[0]); // 3
 * ```
 */
export abstract class Bijector {
  abstract readonly name: string;
  /** Support of x. */
  abstract readonly domain: Support;
  /** Support of y. */
  abstract readonly codomain: Support;
  /** Number of last axes of a value that form one event. */
  readonly eventRank: number = 0;
  /** Directions that cost about one pass. An inverse that works element by element is not cheap. */
  readonly cheap: readonly Direction[] = ['forward', 'inverse'];

  /** Returns y = f(x). */
  abstract forward(x: Tensor): Tensor;

  /** Returns log |det df/dx| at x, of each event. */
  abstract forwardLogDetJacobian(x: Tensor): Tensor;

  /** Returns x for y = f(x). Bijectors without a closed form omit this method. */
  inverse?(y: Tensor): Tensor;

  /** Returns y and log |det df/dx|. Overridden where the two share work. */
  forwardWithLogDet(x: Tensor): ValueWithLogDet {
    return { value: this.forward(x), logDet: this.forwardLogDetJacobian(x) };
  }

  /**
   * Returns x and log |det dx/dy|.
   *
   * @throws HelmholtzError (`graph`) for a bijector without an inverse.
   */
  inverseWithLogDet(y: Tensor): ValueWithLogDet {
    if (!this.inverse) throw noInverse(this.name);
    const value = this.inverse(y);
    return { value, logDet: neg(this.forwardLogDetJacobian(value)) };
  }
}

export function noInverse(name: string): HelmholtzError {
  return new HelmholtzError('graph', `The inverse of the bijector "${name}" cannot be computed.`, {
    hint: 'Use sampleWithLogProb, which computes the density at its own draws.',
  });
}
