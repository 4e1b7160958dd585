import type { Tensor } from '@tensorflow/tfjs-core';

import type { Support } from '../support.js';
import { Bijector, type Direction, type ValueWithLogDet, noInverse } from './bijector.js';

class Inverted extends Bijector {
  readonly name: string;
  readonly domain: Support;
  readonly codomain: Support;
  override readonly eventRank: number;
  override readonly cheap: readonly Direction[];

  constructor(private readonly original: Bijector) {
    super();
    if (!original.inverse) throw noInverse(original.name);
    this.name = `inverted(${original.name})`;
    this.domain = original.codomain;
    this.codomain = original.domain;
    this.eventRank = original.eventRank;
    this.cheap = original.cheap.map((direction) => (direction === 'forward' ? 'inverse' : 'forward'));
  }

  forward(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).value;
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    return this.original.inverseWithLogDet(x);
  }

  override inverse(y: Tensor): Tensor {
    return this.original.forward(y);
  }

  override inverseWithLogDet(y: Tensor): ValueWithLogDet {
    return this.original.forwardWithLogDet(y);
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
