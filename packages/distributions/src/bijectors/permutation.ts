import { type Tensor, gather, tensor1d, zeros } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { realLine } from '../support.js';
import { Bijector } from './bijector.js';

class Permutation extends Bijector {
  readonly name = 'permutation';
  readonly domain = realLine;
  readonly codomain = realLine;
  override readonly eventRank = 1;
  private readonly back: readonly number[];

  constructor(private readonly order: readonly number[]) {
    super();
    this.back = order.map((_, index) => order.indexOf(index));
    if (!this.back.includes(-1)) return;
    throw new HelmholtzError('usage', `The order ${order.join(', ')} is not a permutation.`, {
      hint: `Expected each whole number from 0 to ${order.length - 1} once.`,
    });
  }

  forward(x: Tensor): Tensor {
    return inOrder(x, this.order);
  }

  override inverse(y: Tensor): Tensor {
    return inOrder(y, this.back);
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return zeros(x.shape.slice(0, -1));
  }
}

function inOrder(values: Tensor, order: readonly number[]): Tensor {
  return gather(values, tensor1d([...order], 'int32'), values.rank - 1);
}

/**
 * Returns the elements of each vector, along the last axis, in another order: y[i] = x[order[i]].
 *
 * @throws HelmholtzError (`usage`) for an order that leaves an element out.
 */
export function permutation(order: readonly number[]): Bijector {
  return new Permutation(order);
}
