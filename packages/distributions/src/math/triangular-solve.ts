import { itemAt } from '@helmholtz/base';
import { type Tensor, concat, div, expandDims, mul, slice, squeeze, sub } from '@tensorflow/tfjs-core';

/**
 * Solves L x = right by forward substitution.
 *
 * @param lower L, [..., n, n], lower triangular. Elements above the diagonal are ignored.
 * @param right [..., n, m]. Leading axes broadcast.
 * @returns x, [..., n, m].
 *
 * @example
 * ```ts
 * import { triangularSolve } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const x = triangularSolve(tensor([[2, 0], [1, 1]]), tensor([[2], [4]]));
 * console.log(x.dataSync()); // Float32Array(2) [ 1, 3 ]
 * ```
 */
export function triangularSolve(lower: Tensor, right: Tensor): Tensor {
  const n = itemAt(lower.shape, -1);
  let remaining = right;
  const rows = Array.from({ length: n }, (_, index) => {
    const pivot = sliced(sliced(lower, -2, index, index + 1), -1, index, index + 1);
    const row = div(sliced(remaining, -2, 0, 1), pivot);
    if (index < n - 1) {
      const below = sliced(sliced(lower, -2, index + 1, n), -1, index, index + 1);
      remaining = sub(sliced(remaining, -2, 1, n - index), mul(below, row));
    }
    return row;
  });
  return concat(rows, -2);
}

/** Solves L x = right for a vector, [..., n]. */
export function triangularSolveVector(lower: Tensor, right: Tensor): Tensor {
  return squeeze(triangularSolve(lower, expandDims(right, -1)), [-1]);
}

function sliced(x: Tensor, axis: number, start: number, end: number): Tensor {
  const begin = x.shape.map(() => 0);
  const size = [...x.shape];
  const position = x.rank + axis;
  begin[position] = start;
  size[position] = end - start;
  return slice(x, begin, size);
}
