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
 * The lower triangular L with positive diagonal of which L L^T is `matrix`: [..., n, n], symmetric and positive definite,
 * else not a number. Column by column, so it is for small n; its gradient is that of these operations, by what is on and below
 * the diagonal alone.
 *
 * In float32 its relative error, by norm, and that of its gradient are below 1e-6 for covariances of up to 24 elements; they grow
 * with n and with the condition of the matrix, which they are rounded by.
 */
export function cholesky(matrix: Tensor): Tensor {
  const n = matrix.shape.at(-1)!;
  let rest = reshape(matrix, [-1, n, n]);
  const columns = Array.from({ length: n }, (_, index) => {
    const column = slice(rest, [0, 0, index], [-1, n, 1]);
    const pivot = slice(column, [0, index, 0], [-1, 1, 1]);
    // What stands above the diagonal is zero but for rounding.
    const mask = tensor(
      Array.from({ length: n }, (_, row) => (row < index ? 0 : 1)),
      [n, 1],
    );
    const factor = mul(div(column, sqrt(pivot)), mask);
    if (index < n - 1) rest = sub(rest, matMul(factor, factor, false, true));
    return factor;
  });
  return reshape(concat(columns, 2), matrix.shape);
}
