import { itemAt } from '../item-at.js';
import type { Value } from '../value.js';
import { integers, operation, operations } from './operation.js';

export function reshape(x: Value, shape: readonly number[]): Value {
  if (shape.join() === x.shape.join()) return x;
  return operation('Reshape', [x, integers(shape)], { shape, type: x.type }, {}, 0);
}

export function transpose(x: Value, axes: readonly number[]): Value {
  const shape = axes.map((axis) => itemAt(x.shape, axis));
  const moved = axes.filter((axis) => itemAt(x.shape, axis) > 1);
  if (moved.every((axis, position) => position === 0 || axis > itemAt(moved, position - 1)))
    return reshape(x, shape);
  // Two transpositions in a row are one. Kernels of different layouts often cancel each other's.
  if (x.producer?.operator === 'Transpose') {
    const inner = x.producer.attributes['perm'] as readonly number[];
    return transpose(
      itemAt(x.producer.inputs, 0),
      axes.map((axis) => itemAt(inner, axis)),
    );
  }
  return operation('Transpose', [x], { shape, type: x.type }, { perm: axes });
}

export function expand(x: Value, shape: readonly number[]): Value {
  if (shape.join() === x.shape.join()) return x;
  return operation('Expand', [x, integers(shape)], { shape, type: x.type });
}

export function concat(values: readonly Value[], axis: number): Value {
  const filled = values.filter(({ size }) => size > 0);
  if (filled.length === 1) return itemAt(filled, 0);
  const first = itemAt(filled, 0);
  const length = filled.reduce((sum, { shape }) => sum + itemAt(shape, axis), 0);
  const shape = first.shape.map((size, at) => (at === axis ? length : size));
  return operation('Concat', filled, { shape, type: first.type }, { axis });
}

/**
 * @param starts, ends, steps one for each axis; a negative step walks backwards, and an end of -1
 *   then means before the first element.
 */
export function slice(
  x: Value,
  starts: readonly number[],
  ends: readonly number[],
  steps: readonly number[] = starts.map(() => 1),
): Value {
  const shape = starts.map((start, axis) =>
    Math.max(0, Math.ceil((itemAt(ends, axis) - start) / itemAt(steps, axis))),
  );
  if (steps.every((step) => step === 1) && shape.join() === x.shape.join()) return x;
  // ONNX reads an end of -1 as the last element; anything below the length means before the first.
  const bounds = ends.map((end, axis) => (end < 0 ? -itemAt(x.shape, axis) - 1 : end));
  const axes = starts.map((_, axis) => axis);
  return operation('Slice', [x, integers(starts), integers(bounds), integers(axes), integers(steps)], {
    shape,
    type: x.type,
  });
}

/** Reverses axes. */
export function reverse(x: Value, axes: readonly number[]): Value {
  const backwards = (axis: number): boolean => axes.includes(axis) && itemAt(x.shape, axis) > 1;
  if (!x.shape.some((_, axis) => backwards(axis))) return x;
  return slice(
    x,
    x.shape.map((length, axis) => (backwards(axis) ? length - 1 : 0)),
    x.shape.map((length, axis) => (backwards(axis) ? -1 : length)),
    x.shape.map((_, axis) => (backwards(axis) ? -1 : 1)),
  );
}

/** Splits an axis into parts of the given lengths. */
export function split(x: Value, lengths: readonly number[], axis: number): readonly Value[] {
  if (lengths.length === 1) return [x];
  const outputs = lengths.map((length) => ({
    shape: x.shape.map((size, at) => (at === axis ? length : size)),
    type: x.type,
  }));
  return operations('Split', [x, integers(lengths)], outputs, { axis });
}

export type PadMode = 'constant' | 'reflect' | 'edge';

export function pad(
  x: Value,
  before: readonly number[],
  after: readonly number[],
  fill: Value | undefined,
  mode: PadMode = 'constant',
): Value {
  if ([...before, ...after].every((width) => width === 0)) return x;
  const shape = x.shape.map((length, axis) => itemAt(before, axis) + length + itemAt(after, axis));
  return operation('Pad', [x, integers([...before, ...after]), fill], { shape, type: x.type }, { mode });
}
