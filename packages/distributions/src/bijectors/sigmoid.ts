import {
  type Tensor,
  add,
  log,
  log1p,
  neg,
  sigmoid as sigmoidOf,
  softplus,
  sub,
} from '@tensorflow/tfjs-core';

import { insideUnit } from '../math/open-unit.js';
import { insideUnitInterval, realLine } from '../support.js';
import { Bijector } from './bijector.js';
import { inverted } from './inverted.js';

class Sigmoid extends Bijector {
  readonly name = 'sigmoid';
  readonly domain = realLine;
  readonly codomain = insideUnitInterval;

  /** Kept off 0 and 1, which float32 rounds far values to, so that the inverse is finite. */
  forward(x: Tensor): Tensor {
    return insideUnit(sigmoidOf(x));
  }

  override inverse(y: Tensor): Tensor {
    return sub(log(y), log1p(neg(y)));
  }

  /** log sigmoid(x) + log sigmoid(-x) */
  forwardLogDetJacobian(x: Tensor): Tensor {
    return neg(add(softplus(x), softplus(neg(x))));
  }
}

/** Returns y = 1 / (1 + exp(-x)) of each element, from real numbers to those between 0 and 1. */
export function sigmoid(): Bijector {
  return new Sigmoid();
}

/** Returns y = log x - log(1 - x) of each element, the inverse of `sigmoid`. */
export function logit(): Bijector {
  return inverted(sigmoid());
}
