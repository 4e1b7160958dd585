import type { Tensor } from '@tensorflow/tfjs-core';

import { sumOverEvents } from '../distribution.js';
import type { Support } from '../support.js';
import { Bijector, type Direction, type ValueWithLogDet } from './bijector.js';

class Block extends Bijector {
  readonly name: string;
  readonly domain: Support;
  readonly codomain: Support;
  override readonly cheap: readonly Direction[];
  override readonly inverse?: (y: Tensor) => Tensor;

  constructor(
    private readonly bijector: Bijector,
    override readonly eventRank: number,
  ) {
    super();
    this.name = bijector.name;
    this.domain = bijector.domain;
    this.codomain = bijector.codomain;
    this.cheap = bijector.cheap;
    if (bijector.inverse) this.inverse = (y) => bijector.inverse!(y);
  }

  forward(x: Tensor): Tensor {
    return this.bijector.forward(x);
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.ofEvents(this.bijector.forwardLogDetJacobian(x));
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    const { value, logDet } = this.bijector.forwardWithLogDet(x);
    return { value, logDet: this.ofEvents(logDet) };
  }

  override inverseWithLogDet(y: Tensor): ValueWithLogDet {
    const { value, logDet } = this.bijector.inverseWithLogDet(y);
    return { value, logDet: this.ofEvents(logDet) };
  }

  private ofEvents(logDet: Tensor): Tensor {
    return sumOverEvents(logDet, this.eventRank - this.bijector.eventRank);
  }
}

/**
 * Returns a bijector of larger events: its log-determinants are sums over the last `eventRank`
 * axes. If the bijector already has this event rank, returns it unchanged.
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const ofVectors = bijectors.block(bijectors.affine({ scale: Math.E }), 1);
 * const [logDet] = ofVectors.forwardLogDetJacobian(tensor([[1, 2]])).dataSync();
 * console.log(logDet?.toFixed(3)); // 2.000
 * ```
 */
export function block(bijector: Bijector, eventRank: number): Bijector {
  return bijector.eventRank >= eventRank ? bijector : new Block(bijector, eventRank);
}
