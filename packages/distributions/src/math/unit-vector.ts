import {
  type Tensor,
  add,
  div,
  maximum,
  mul,
  oneHot,
  scalar,
  sqrt,
  square,
  sum,
} from '@tensorflow/tfjs-core';
import { itemAt } from '@helmholtz/base';

/** Added to the first element, so that a vector of zeros has a direction and a finite gradient. */
const TINY = 1e-6;

/** x / |x| along the last axis. A vector of zeros becomes the first unit vector. */
export function unitVector(x: Tensor): Tensor {
  const size = itemAt(x.shape, -1);
  const first = mul(oneHot(scalar(0, 'int32'), size), TINY);
  const moved = add(x, first);
  const largest = maximum(sqrt(sum(square(moved), -1, true)), 1e-12);
  return div(moved, largest);
}
