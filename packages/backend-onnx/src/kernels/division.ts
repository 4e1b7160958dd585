import { type Kernel, kernel } from './kernel.js';
import {
  add,
  binary,
  broadcastShape,
  cast,
  divide,
  equal,
  floor,
  less,
  like,
  where,
} from '../graph/operators/elementwise.js';
import { operation } from '../graph/operators/operation.js';
import { toInt32 } from '../graph/operators/to-int32.js';
import type { Value } from '../graph/value.js';

interface AB {
  a: unknown;
  b: unknown;
}

/**
 * Kernel that computes in float64: a float32 quotient may be rounded up to the next integer. An
 * integer division by zero would end the process.
 */
const exact = (name: string, lower: (a: Value, b: Value) => Value, whole: (a: Value) => boolean): Kernel =>
  kernel<AB>({ name, cases: 'float32, int32' }, ({ a, b }) => {
    if (a.type !== b.type || a.type === 'bool') return undefined;
    const result = lower(cast(a, 'float64'), cast(b, 'float64'));
    return whole(a) ? toInt32(result) : cast(result, 'float32');
  });

/** Remainder of truncated division, with the sign of `a`. */
function remainder(a: Value, b: Value): Value {
  const shape = broadcastShape(a.shape, b.shape);
  return operation('Mod', [a, b], { shape, type: a.type }, { fmod: 1 });
}

/** Remainder of floored division, with the sign of `b`. */
function modulo(a: Value, b: Value): Value {
  const truncatedRemainder = remainder(a, b);
  const sameSign = equal(less(a, like(a, 0)), less(b, like(b, 0)));
  return where(sameSign, truncatedRemainder, remainder(add(truncatedRemainder, b), b));
}

export const divisionKernels: readonly Kernel[] = [
  // TensorFlow.js declares the quotient as int32 for all types.
  exact(
    'FloorDiv',
    (a, b) => floor(divide(a, b)),
    () => true,
  ),
  exact('Mod', modulo, ({ type }) => type === 'int32'),
  kernel<AB>({ name: 'Pow', cases: 'float32, int32' }, ({ a, b }) => {
    if (a.type !== b.type || a.type === 'bool') return undefined;
    if (a.type === 'float32') return binary('Pow', a, b);
    return toInt32(binary('Pow', cast(a, 'float64'), cast(b, 'float64')));
  }),
];
