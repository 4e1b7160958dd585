import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  expandDims,
  eye,
  log1p,
  mul,
  square,
  sub,
  sum,
  tanh,
  tensor,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { flowStep } from '../flows/flow-step.js';
import { householder, orthonormal } from '../math/orthonormal.js';
import { realLine } from '../support.js';
import { Bijector, type ValueWithLogDet } from './bijector.js';

export interface SylvesterParameters {
  /** Q: m orthonormal columns, [..., n, m]. */
  readonly basis: Tensor;
  /**
   * R, [..., m, m]. Only the upper triangle is read. The tanh of the diagonal is used.
   */
  readonly right: Tensor;
  /** R~, as R. */
  readonly left: Tensor;
  /** The offset, [..., m]. */
  readonly b: Tensor;
}

class Sylvester extends Bijector {
  readonly name = 'sylvester';
  readonly domain = realLine;
  readonly codomain = realLine;
  override readonly eventRank = 1;
  override readonly cheap = ['forward'] as const;
  private readonly right: Tensor;
  private readonly left: Tensor;
  private readonly diagonal: Tensor;

  constructor(private readonly parameters: SylvesterParameters) {
    super();
    // The products of the diagonals are above -1, so that the function is one to one (theorem 2).
    const [ofRight, ofLeft] = [diagonalOf(parameters.right), diagonalOf(parameters.left)];
    this.right = upper(parameters.right, ofRight);
    this.left = upper(parameters.left, ofLeft);
    this.diagonal = mul(ofRight, ofLeft);
  }

  forward(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).value;
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    const { basis, b } = this.parameters;
    const along = sum(mul(basis, expandDims(x, -1)), -2);
    const bent = tanh(add(times(this.left, along), b));
    const value = add(x, times(basis, times(this.right, bent)));
    return { value, logDet: sum(log1p(mul(sub(1, square(bent)), this.diagonal)), -1) };
  }
}

/** A x, [..., n] of [..., n, m] and [..., m]. */
function times(matrix: Tensor, x: Tensor): Tensor {
  return sum(mul(matrix, expandDims(x, -2)), -1);
}

function diagonalOf(matrix: Tensor): Tensor {
  return tanh(sum(mul(matrix, eye(itemAt(matrix.shape, -1))), -1));
}

function upper(matrix: Tensor, diagonal: Tensor): Tensor {
  const m = itemAt(matrix.shape, -1);
  const above = Array.from({ length: m * m }, (_, at) => (at % m > Math.floor(at / m) ? 1 : 0));
  return add(mul(matrix, tensor(above, [m, m])), mul(expandDims(diagonal, -1), eye(m)));
}

/**
 * Returns y = x + Q R tanh(R~ Q^T x + b) of vectors x, where R and R~ are upper triangular (van den
 * Berg et al. 2018, equation 13). It has no closed-form inverse.
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { eye, tensor } from '@tensorflow/tfjs-core';
 *
 * const b = tensor([0, 0]);
 * const sylvester = bijectors.sylvester({ basis: eye(2), right: eye(2), left: eye(2), b });
 * console.log(sylvester.forward(tensor([[0, 0]])).shape); // [ 1, 2 ]
 * ```
 */
export function sylvester(parameters: SylvesterParameters): Bijector {
  return new Sylvester(parameters);
}

const amortized = z
  .boolean()
  .default(true)
  .describe('whether features decide the parameters of each example');

const triangles = (m: number, isAmortized: boolean) =>
  ({
    right: { shape: [m, m], begin: { deviation: 0.1 }, amortized: isAmortized },
    left: { shape: [m, m], begin: { deviation: 0.1 }, amortized: isAmortized },
    b: { shape: [m], begin: 0, amortized: isAmortized },
  }) as const;

export const sylvesterStep = flowStep({
  name: 'sylvester',
  description:
    'planar flow of several dimensions, orthonormal columns by Gram-Schmidt (van den Berg et al. 2018)',
  options: z.strictObject({
    columns: z.int().min(1).max(64).default(8).describe('the columns of Q; at most as many as dimensions'),
    amortized,
  }),
  cheap: ['forward'],
  parameters(size, { columns, amortized: isAmortized }) {
    const m = Math.min(columns, size);
    return {
      columns: { shape: [size, m], begin: { deviation: 1 }, amortized: isAmortized },
      ...triangles(m, isAmortized),
    };
  },
  bijector: ({ columns, ...others }) => sylvester({ basis: orthonormal(columns), ...others }),
});

export const householderSylvesterStep = flowStep({
  name: 'householderSylvester',
  description:
    'planar flow of all dimensions, Q a product of Householder reflections (van den Berg et al. 2018)',
  options: z.strictObject({
    reflections: z.int().min(1).max(64).default(4).describe('the number of reflections'),
    amortized,
  }),
  cheap: ['forward'],
  parameters: (size, { reflections, amortized: isAmortized }) => ({
    reflections: { shape: [reflections, size], begin: { deviation: 1 }, amortized: isAmortized },
    ...triangles(size, isAmortized),
  }),
  bijector: ({ reflections, ...others }) => sylvester({ basis: householder(reflections), ...others }),
});
