import { type Tensor, abs, add, div, log, mul, scalar, sub } from '@tensorflow/tfjs-core';

import { broadcast } from '../math/broadcast.js';
import { realLine } from '../support.js';
import { Bijector } from './bijector.js';

class Affine extends Bijector {
  readonly name = 'affine';
  readonly domain = realLine;
  readonly codomain = realLine;

  constructor(
    private readonly loc: Tensor,
    private readonly scale: Tensor,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return add(this.loc, mul(this.scale, x));
  }

  override inverse(y: Tensor): Tensor {
    return div(sub(y, this.loc), this.scale);
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return broadcast(log(abs(this.scale)), x.shape);
  }
}

/**
 * Returns y = loc + scale x of each element: `affine({ loc: 1, scale: 2 })`.
 *
 * @param options.loc 0 by default; a tensor broadcasts against values.
 * @param options.scale any number but 0; 1 by default.
 */
export function affine({
  loc = 0,
  scale = 1,
}: { readonly loc?: Tensor | number; readonly scale?: Tensor | number } = {}): Bijector {
  return new Affine(asTensor(loc), asTensor(scale));
}

function asTensor(value: Tensor | number): Tensor {
  return typeof value === 'number' ? scalar(value) : value;
}
