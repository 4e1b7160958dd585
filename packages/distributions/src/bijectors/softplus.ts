import { type Tensor, add, neg, softplus as softplusOf } from '@tensorflow/tfjs-core';

import { log1mexp } from '../math/log1mexp.js';
import { positiveNumbers, realLine } from '../support.js';
import { Bijector } from './bijector.js';

class Softplus extends Bijector {
  readonly name = 'softplus';
  readonly domain = realLine;
  readonly codomain = positiveNumbers;

  forward(x: Tensor): Tensor {
    return softplusOf(x);
  }

  /** log(exp(y) - 1) = y + log(1 - exp(-y)), which does not overflow. */
  override inverse(y: Tensor): Tensor {
    return add(y, log1mexp(y));
  }

  /** log sigmoid(x) */
  forwardLogDetJacobian(x: Tensor): Tensor {
    return neg(softplusOf(neg(x)));
  }
}

/** Returns y = log(1 + exp(x)) of each element, from real to positive numbers. */
export function softplus(): Bijector {
  return new Softplus();
}
