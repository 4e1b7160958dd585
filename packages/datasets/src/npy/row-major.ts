/**
 * Returns the values of an array in Fortran order, whose first axis varies fastest, in C order,
 * whose last axis does.
 */
export function toRowMajor<Values extends Uint8Array | Float32Array>(
  values: Values,
  shape: readonly number[],
): Values {
  const ordered = values.slice() as Values;
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < ordered.length; to++) {
    ordered[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return ordered;
}
