import { type Tensor, clone, exp as exponential, log } from '@tensorflow/tfjs-core';

import { positiveNumbers, realLine } from '../support.js';
import { Bijector } from './bijector.js';

class Exp extends Bijector {
  readonly name = 'exp';
  readonly domain = realLine;
  readonly codomain = positiveNumbers;

  forward(x: Tensor): Tensor {
    return exponential(x);
  }

  override inverse(y: Tensor): Tensor {
    return log(y);
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return clone(x);
  }
}

/** Returns y = exp(x) of each element, from real to positive numbers. */
export function exp(): Bijector {
  return new Exp();
}
