import type { Value } from '../value.js';
import { integers, operation } from './operation.js';

export type Reduction =
  'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd' | 'ReduceSumSquare';

/** Reduces the given axes, none of which may be negative. */
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

/** The position of the greatest or smallest element along an axis, the first where several are equal. */
export function positionOf(operator: 'ArgMax' | 'ArgMin', x: Value, axis: number): Value {
  const shape = x.shape.filter((_, at) => at !== axis);
  return operation(operator, [x], { shape, type: 'int64' }, { axis, keepdims: 0 }, x.size);
}
