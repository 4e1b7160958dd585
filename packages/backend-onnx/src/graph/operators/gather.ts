import type { Value } from '../value.js';
import { operation } from './operation.js';

/** The slices of an axis that whole numbers name; their shape takes the axis' place. */
export function gather(x: Value, indices: Value, axis: number): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return operation('Gather', [x, indices], { shape, type: x.type }, { axis });
}

/**
 * A copy of `x` in which the element of `updates` at [i, j, ...] takes the place of, or is added to, the one at
 * [indices[i, j, ...], j, ...]; of several with one place the last counts.
 *
 * ONNX Runtime's ScatterND would need fewer indices, but runs in parallel without a lock: where indices come twice it
 * loses updates.
 */
export function scatter(x: Value, indices: Value, updates: Value, reduction: 'none' | 'add'): Value {
  return operation(
    'ScatterElements',
    [x, indices, updates],
    { shape: x.shape, type: x.type },
    { axis: 0, reduction },
    x.size + updates.size,
  );
}
