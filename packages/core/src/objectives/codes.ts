import {
  type Scalar,
  type Tensor,
  concat,
  eye,
  matMul,
  mean,
  mul,
  reshape,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { LatentTerm } from '../graph/terms.js';

/** Returns one vector for each example, [batch, elements]: one tensor of each latent, joined. */
export function joined<Term extends LatentTerm>(
  latents: readonly Term[],
  tensorOf: (latent: Term) => Tensor,
): Tensor {
  const vectors = latents.map((latent) => {
    const elements = latent.shape.reduce((size, length) => size * length, 1);
    return reshape(tensorOf(latent), [-1, elements]);
  });
  return vectors.length === 1 ? itemAt(vectors, 0) : concat(vectors, 1);
}

/**
 * Returns the drawn value of a latent.
 *
 * @throws HelmholtzError (`graph`) if no latent layer names it.
 */
export function drawnValue({ name, value }: LatentTerm): Tensor {
  if (value) return value;
  throw new HelmholtzError('graph', `The value of the latent "${name}" is not named in the graph.`, {
    hint: 'The objective needs it: pass the value through latent({ variable }).apply(z).',
  });
}

/** Returns the population covariance of vectors, [rows, elements] to [elements, elements]. */
export function covariance(vectors: Tensor): Tensor {
  const centered = sub(vectors, mean(vectors, 0, true));
  return mul(matMul(centered, centered, true), 1 / vectors.shape[0]);
}

/** Returns the sum of the squared elements off the diagonal of a matrix. */
export function offDiagonalSquares(matrix: Tensor): Scalar {
  const others = mul(matrix, sub(1, eye(matrix.shape[0])));
  return sum<Scalar>(mul(others, others));
}
