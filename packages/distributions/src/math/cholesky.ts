import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  concat,
  div,
  matMul,
  mul,
  reshape,
  slice,
  sqrt,
  sub,
  tensor,
} from '@tensorflow/tfjs-core';

/**
 * Returns the Cholesky factor L of symmetric, positive definite matrices, [..., n, n]: L L^T =
 * matrix, lower triangular with a positive diagonal. Other matrices give NaN.
 *
 * It works column by column, for small n. The gradient uses the lower triangle of `matrix`. In
 * float32 the relative error, also of the gradient, is below 1e-6 for covariances of up to 24
 * elements. It grows with n and the condition number.
 *
 * @example
 * ```ts
 * import { cholesky } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * console.log(cholesky(tensor([[4, 2], [2, 5]])).dataSync()); // Float32Array(4) [ 2, 0, 1, 2 ]
 * ```
 */
export function cholesky(matrix: Tensor): Tensor {
  const n = itemAt(matrix.shape, -1);
  let remaining = reshape(matrix, [-1, n, n]);
  const columns = Array.from({ length: n }, (_, index) => {
    const column = slice(remaining, [0, 0, index], [-1, n, 1]);
    const pivot = slice(column, [0, index, 0], [-1, 1, 1]);
    // Above the diagonal only rounding errors remain.
    const mask = tensor(
      Array.from({ length: n }, (_, row) => (row < index ? 0 : 1)),
      [n, 1],
    );
    const factor = mul(div(column, sqrt(pivot)), mask);
    if (index < n - 1) remaining = sub(remaining, matMul(factor, factor, false, true));
    return factor;
  });
  return reshape(concat(columns, 2), matrix.shape);
}
