import type { Value } from '../value.js';
import { add, cast, floor, isNaN, like, multiply, subtract, where } from './elementwise.js';

/**
 * Converts real numbers as JavaScript's Int32Array does: truncated, modulo 2^32, and 0 if not
 * finite. The operator Cast is undefined for numbers out of range.
 */
export function toInt32(x: Value): Value {
  const exact = cast(x, 'float64');
  const turns = floor(multiply(add(exact, like(exact, 2 ** 31)), like(exact, 2 ** -32)));
  const wrapped = subtract(exact, multiply(turns, like(exact, 2 ** 32)));
  return cast(where(isNaN(wrapped), like(exact, 0), wrapped), 'int32');
}
