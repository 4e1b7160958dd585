import { type Examples, sizeOf } from '@helmholtz/core';

/** Mean and standard deviation of each element of codes. */
export interface CodeScale {
  readonly center: Float32Array;
  readonly scale: Float32Array;
}

/** Returns the means and deviations of elements; a deviation of 0 counts as 1. */
export function scaleOfCodes({ count, shape, values }: Examples): CodeScale {
  const size = sizeOf(shape);
  const [sums, squares] = [new Float64Array(size), new Float64Array(size)];
  values.forEach((value, at) => (sums[at % size]! += value / count));
  values.forEach((value, at) => (squares[at % size]! += (value - sums[at % size]!) ** 2 / count));
  return { center: Float32Array.from(sums), scale: Float32Array.from(squares, (v) => Math.sqrt(v) || 1) };
}

/** Returns the scale that changes nothing, for numbers of codes. */
export function unitScale({ shape }: Examples): CodeScale {
  const size = sizeOf(shape);
  return { center: new Float32Array(size), scale: new Float32Array(size).fill(1) };
}

/** Returns codes of mean 0 and variance 1. */
export function standardizedCodes(codes: Examples, { center, scale }: CodeScale): Examples {
  const values = codes.values.map((value, at) => {
    const axis = at % center.length;
    return (value - center[axis]!) / scale[axis]!;
  });
  return { ...codes, values };
}

/** Returns codes in their own units. */
export function unstandardizedCodes(codes: Examples, { center, scale }: CodeScale): Examples {
  const values = codes.values.map((value, at) => {
    const axis = at % center.length;
    return value * scale[axis]! + center[axis]!;
  });
  return { ...codes, values };
}

/** Sum of the logarithms of the deviations: log-densities of standardized codes are higher by it. */
export function logVolume({ scale }: CodeScale): number {
  return scale.reduce((sum, value) => sum + Math.log(value), 0);
}
