import type { Tensor } from '@tensorflow/tfjs-core';

import type { Support } from '../support.js';
import { Bijector, type Direction, type ValueWithLogDet, noInverse } from './bijector.js';

class Inverted extends Bijector {
  readonly name: string;
  readonly domain: Support;
  readonly codomain: Support;
  override readonly eventRank: number;
  override readonly cheap: readonly Direction[];

  constructor(private readonly of: Bijector) {
    super();
    if (!of.inverse) throw noInverse(of.name);
    this.name = `inverted(${of.name})`;
    this.domain = of.codomain;
    this.codomain = of.domain;
    this.eventRank = of.eventRank;
    this.cheap = of.cheap.map((direction) => (direction === 'forward' ? 'inverse' : 'forward'));
  }

  forward(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).value;
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    return this.of.inverseWithLogDet(x);
  }

  override inverse(y: Tensor): Tensor {
    return this.of.forward(y);
  }

  override inverseWithLogDet(y: Tensor): ValueWithLogDet {
    return this.of.forwardWithLogDet(y);
  }
}

/**
 * Returns the inverse of a bijector as a bijector: `inverted(exp())` is the logarithm.
 *
 * @throws HelmholtzError (`graph`) for a bijector without an inverse.
 */
export function inverted(bijector: Bijector): Bijector {
  return new Inverted(bijector);
}
