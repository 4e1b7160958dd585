import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  concat,
  div,
  eye,
  maximum,
  mul,
  slice,
  sqrt,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

/**
 * Orthonormal columns that span those of a matrix [..., n, m], m <= n, by the modified Gram-Schmidt
 * process: the Q of its QR decomposition with a positive diagonal of R.
 */
export function orthonormal(columns: Tensor): Tensor {
  const [m, axis] = [itemAt(columns.shape, -1), columns.rank - 1];
  let remaining = columns;
  const orthonormalColumns = Array.from({ length: m }, (_, index) => {
    const first = sliceAlong(remaining, axis, 0, 1);
    const column = div(first, lengthOf(first, axis - 1));
    if (index < m - 1) {
      const others = sliceAlong(remaining, axis, 1, m - index - 1);
      remaining = sub(others, mul(column, sum(mul(column, others), axis - 1, true)));
    }
    return column;
  });
  return orthonormalColumns.length === 1 ? itemAt(orthonormalColumns, 0) : concat(orthonormalColumns, axis);
}

/**
 * The product of the reflections I - 2 v v^T / |v|^2 at the rows v of a matrix [..., count, n]:
 * [..., n, n].
 */
export function householder(vectors: Tensor): Tensor {
  const axis = vectors.rank - 2;
  const n = itemAt(vectors.shape, -1);
  const units = div(vectors, lengthOf(vectors, axis + 1));
  return Array.from({ length: itemAt(vectors.shape, axis) }, (_, index) =>
    sliceAlong(units, axis, index, 1),
  ).reduce<Tensor>((product, row) => {
    const along = sum(mul(product, row), -1, true);
    return sub(product, mul(2, mul(along, row)));
  }, eye(n));
}

function lengthOf(vectors: Tensor, axis: number): Tensor {
  return sqrt(maximum(sum(square(vectors), axis, true), 1e-20));
}

function sliceAlong(x: Tensor, axis: number, start: number, length: number): Tensor {
  const begin = x.shape.map(() => 0);
  const size = [...x.shape];
  begin[axis] = start;
  size[axis] = length;
  return slice(x, begin, size);
}
