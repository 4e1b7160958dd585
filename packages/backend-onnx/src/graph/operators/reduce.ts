import type { Value } from '../value.js';
import { integers, operation } from './operation.js';

export type Reduction =
  'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd' | 'ReduceSumSquare';

/** Reduces axes. They must not be negative. */
export function reduce(operator: Reduction, x: Value, axes: readonly number[], keepDims = false): Value {
  const shape = x.shape.flatMap((length, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [length]));
  return operation(
    operator,
    [x, integers(axes)],
    { shape, type: x.type },
    { keepdims: Number(keepDims), noop_with_empty_axes: 1 },
    x.size,
  );
}

/** Position of the largest or smallest element along an axis; the first of several. */
export function positionOf(operator: 'ArgMax' | 'ArgMin', x: Value, axis: number): Value {
  const shape = x.shape.filter((_, at) => at !== axis);
  return operation(operator, [x], { shape, type: 'int64' }, { axis, keepdims: 0 }, x.size);
}
