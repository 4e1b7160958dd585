import type { Value } from '../value.js';
import {
  absolute,
  divide,
  equal,
  greater,
  less,
  like,
  maximum,
  minimum,
  negative,
  subtract,
  unary,
  where,
} from './elementwise.js';

/** Whether the sign bit is set, also for -0. */
const negativeSign = (x: Value): Value =>
  less(where(equal(x, like(x, 0)), divide(like(x, 1), x), x), like(x, 0));

/**
 * atan2(y, x): the angle of the point (x, y), from -pi to pi. Signs of zeros and infinities are as
 * in C.
 */
export function angle(y: Value, x: Value): Value {
  const [height, width] = [absolute(y), absolute(x)];
  const [long, short] = [maximum(height, width), minimum(height, width)];
  const diagonal = where(equal(long, like(x, 0)), like(x, 0), like(x, 1));
  // Equal lengths are handled separately: both may be zero or infinite.
  const octant = unary('Atan', where(equal(long, short), diagonal, divide(short, long)));
  const quadrant = where(greater(height, width), subtract(like(x, Math.PI / 2), octant), octant);
  const half = where(negativeSign(x), subtract(like(x, Math.PI), quadrant), quadrant);
  return where(negativeSign(y), negative(half), half);
}
