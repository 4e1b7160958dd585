import { type Tensor, concat, slice, zeros } from '@tensorflow/tfjs-core';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import { sumOverEvents } from '../distribution.js';
import { realLine } from '../support.js';
import { Bijector, type ValueWithLogDet } from './bijector.js';

export interface CouplingOptions {
  /** How many of the first elements are left as they are. */
  readonly kept: number;
  /**
   * Returns the bijector of the other elements, computed from the unchanged elements `kept`, [...,
   * kept].
   */
  readonly transform: (kept: Tensor) => Bijector;
}

class Coupling extends Bijector {
  readonly name = 'coupling';
  readonly domain = realLine;
  readonly codomain = realLine;
  override readonly eventRank = 1;

  constructor(private readonly options: CouplingOptions) {
    super();
  }

  forward(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).value;
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    return this.through(x, (transform, rest) => transform.forwardWithLogDet(rest));
  }

  override inverse(y: Tensor): Tensor {
    return this.inverseWithLogDet(y).value;
  }

  override inverseWithLogDet(y: Tensor): ValueWithLogDet {
    return this.through(y, (transform, rest) => transform.inverseWithLogDet(rest));
  }

  /** Both directions: the elements that determine the transformation do not change. */
  private through(x: Tensor, apply: (transform: Bijector, rest: Tensor) => ValueWithLogDet): ValueWithLogDet {
    const { kept: count, transform } = this.options;
    const size = itemAt(x.shape, -1);
    if (count >= size) return { value: x, logDet: zeros(x.shape.slice(0, -1)) };
    const [kept, rest] = [elements(x, 0, count), elements(x, count, size - count)];
    const bijector = transform(kept);
    if (bijector.eventRank > 0) throw notElementwise(bijector);
    const { value, logDet } = apply(bijector, rest);
    return { value: concat([kept, value], -1), logDet: sumOverEvents(logDet, 1) };
  }
}

function elements(x: Tensor, start: number, length: number): Tensor {
  return slice(x, [...x.shape.slice(0, -1).fill(0), start], [...x.shape.slice(0, -1), length]);
}

function notElementwise({ name }: Bijector): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The bijector "${name}" transforms whole vectors, but a coupling needs an elementwise bijector.`,
    {
      hint: 'Use affine, rationalQuadraticSpline or softplus.',
    },
  );
}

/**
 * Returns a coupling of vectors (Dinh et al. 2014, 2017). The first elements are unchanged; they
 * determine the bijector of the other elements. Both directions take one pass. With `affine` it is
 * a step of RealNVP; without a scale, of NICE.
 *
 * @throws HelmholtzError (`usage`) if `transform` returns a bijector of vectors.
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const transform = (kept: Tensor) => bijectors.affine({ loc: kept });
 * const coupling = bijectors.coupling({ kept: 1, transform });
 * console.log(coupling.forward(tensor([[1, 2]])).dataSync()); // Float32Array(2) [ 1, 3 ]
 * ```
 */
export function coupling(options: CouplingOptions): Bijector {
  return new Coupling(options);
}
