import type { Value } from '../value.js';
import { operation } from './operation.js';

/** Slices along an axis, selected by indices. The shape of the indices replaces the axis. */
export function gather(x: Value, indices: Value, axis: number): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return operation('Gather', [x, indices], { shape, type: x.type }, { axis });
}

/**
 * Copies `x` and replaces or adds elements: `updates` at [i, j, ...] goes to [indices[i, j, ...],
 * j, ...]. Of several updates of one element the last wins.
 *
 * ONNX Runtime's ScatterND needs fewer indices, but runs in parallel without a lock: with repeated
 * indices it loses updates.
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
