import { itemAt } from '@helmholtz/base';
import { type Tensor, mul, tensor1d, zerosLike } from '@tensorflow/tfjs-core';

import { sumOverEvents } from '../distribution.js';
import { realLine } from '../support.js';
import { Bijector, type ValueWithLogDet } from './bijector.js';

/**
 * Returns the bijector of each element of x, [..., n], that of element i decided by the elements
 * before it alone.
 */
export type AutoregressiveTransform = (x: Tensor) => Bijector;

class Autoregressive extends Bijector {
  readonly name = 'autoregressive';
  readonly domain = realLine;
  readonly codomain = realLine;
  override readonly eventRank = 1;
  override readonly cheap = ['forward'] as const;

  constructor(private readonly transform: AutoregressiveTransform) {
    super();
  }

  forward(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).value;
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    const { value, logDet } = this.transform(x).forwardWithLogDet(x);
    return { value, logDet: sumOverEvents(logDet, 1) };
  }

  override inverse(y: Tensor): Tensor {
    return this.inverseWithLogDet(y).value;
  }

  /** Element after element: a pass makes one more of the first elements right. */
  override inverseWithLogDet(y: Tensor): ValueWithLogDet {
    const size = itemAt(y.shape, -1);
    let inverse: ValueWithLogDet = { value: zerosLike(y), logDet: y };
    for (let pass = 0; pass < size; pass++) {
      // Elements that are not right yet could grow from pass to pass.
      const right = tensor1d(Array.from({ length: size }, (_, element) => (element < pass ? 1 : 0)));
      inverse = this.transform(mul(inverse.value, right)).inverseWithLogDet(y);
    }
    return { value: inverse.value, logDet: sumOverEvents(inverse.logDet, 1) };
  }
}

/**
 * Returns a bijector of vectors with a triangular Jacobian. A bijector transforms each element,
 * with parameters that depend on the previous elements of x. `forward` takes one pass; the inverse
 * takes one pass for each element. It is the step of an inverse autoregressive flow (Kingma et al.
 * 2016). `inverted(autoregressive(...))` is the step of a masked autoregressive flow (Papamakarios
 * et al. 2017).
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { cumsum, tensor } from '@tensorflow/tfjs-core';
 *
 * const sumsBefore = bijectors.autoregressive((x) =>
 *   bijectors.affine({ loc: cumsum(x, x.rank - 1, true) }),
 * );
 * console.log(sumsBefore.forward(tensor([[1, 2, 3]])).dataSync()); // Float32Array(3) [ 1, 3, 6 ]
 * ```
 */
export function autoregressive(transform: AutoregressiveTransform): Bijector {
  return new Autoregressive(transform);
}
