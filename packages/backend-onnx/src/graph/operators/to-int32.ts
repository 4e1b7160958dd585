import type { Value } from '../value.js';
import { add, cast, floor, isNaN, like, multiply, subtract, where } from './elementwise.js';

/**
 * Real numbers as JavaScript stores them in an Int32Array: cut off towards zero, modulo 2^32, and 0 for what is not
 * finite. A plain Cast is undefined for all that int32 does not hold.
 */
export function toInt32(x: Value): Value {
  const exact = cast(x, 'float64');
  const turns = floor(multiply(add(exact, like(exact, 2 ** 31)), like(exact, 2 ** -32)));
  const wrapped = subtract(exact, multiply(turns, like(exact, 2 ** 32)));
  return cast(where(isNaN(wrapped), like(exact, 0), wrapped), 'int32');
}
