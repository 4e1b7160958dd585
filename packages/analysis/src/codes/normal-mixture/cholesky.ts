/**
 * Returns the lower triangular factor of a positive definite matrix, [size, size] row by row;
 * undefined if the matrix is not positive definite.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let remaining = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) remaining -= factor[row * size + k]! * factor[column * size + k]!;
      if (row !== column) factor[row * size + column] = remaining / factor[column * size + column]!;
      else if (remaining > 0) factor[row * size + row] = Math.sqrt(remaining);
      else return undefined;
    }
  }
  return factor;
}

/** Returns the inverse of a lower triangular matrix, which is lower triangular, too. */
export function invertedTriangle(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    inverse[column * size + column] = 1 / factor[column * size + column]!;
    for (let row = column + 1; row < size; row++) {
      let sum = 0;
      for (let k = column; k < row; k++) sum += factor[row * size + k]! * inverse[k * size + column]!;
      inverse[row * size + column] = -sum / factor[row * size + row]!;
    }
  }
  return inverse;
}
