import { type Tensor, neg } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { Support } from '../support.js';

export type Direction = 'forward' | 'inverse';

/** A transformed value, and log |det J| of the step that made it: the value's shape without the axes of one event. */
export interface ValueWithLogDet {
  readonly value: Tensor;
  readonly logDet: Tensor;
}

/**
 * A differentiable transformation y = f(x) that is one to one, such as `bijectors.exp()` or a normalizing flow.
 *
 * A value has the shape [...batch, ...event], where the event takes the last `eventRank` axes: none for a function of
 * each element, one for a function of vectors. The shape of y is that of x. A subclass gives `forward` and
 * `forwardLogDetJacobian`, and `inverse` where it can be computed.
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
  /** Where x lies. */
  abstract readonly domain: Support;
  /** Where y lies. */
  abstract readonly codomain: Support;
  /** The axes of a value, counted from the last, that are one event. */
  readonly eventRank: number = 0;
  /** The directions that take about one pass. An inverse that is found element after element is not cheap. */
  readonly cheap: readonly Direction[] = ['forward', 'inverse'];

  /** Returns y = f(x). */
  abstract forward(x: Tensor): Tensor;

  /** Returns log |det df/dx| at x, of each event. */
  abstract forwardLogDetJacobian(x: Tensor): Tensor;

  /** Returns x of y = f(x). A bijector whose inverse has no closed form does not have this method. */
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
  return new HelmholtzError('graph', `The bijector "${name}" has no inverse that can be computed.`, {
    hint: 'Its density is known at its own draws: use sampleWithLogProb.',
  });
}
