import { itemAt } from '../graph/item-at.js';
import { less, like, multiply, where } from '../graph/operators/elementwise.js';
import { reduce } from '../graph/operators/reduce.js';
import { reshape } from '../graph/operators/shape.js';
import { Value } from '../graph/value.js';

/**
 * Converts negative indices, which ONNX would count from the end.
 *
 * @throws Error for indices out of bounds: immediately if they are known, otherwise when they are
 *   computed.
 */
export function bounded(kernelName: string, indices: Value, length: number): Value {
  for (const index of (indices.data as Int32Array | undefined) ?? []) {
    if (index >= 0 && index < length) continue;
    throw new Error(`${kernelName}: the index value ${index} is not in [0, ${length - 1}]`);
  }
  return where(less(indices, like(indices, 0)), like(indices, length), indices);
}

/**
 * Combines each row of indices into one index: the sum of its elements times their strides.
 *
 * @param rows number of valid indices.
 * @throws Error like `bounded`.
 */
export function flatIndices(
  kernelName: string,
  indices: Value,
  columns: number,
  strides: readonly number[],
  rows: number,
): Value {
  checkKnown(kernelName, indices, columns, strides, rows);
  const table = reshape(indices, [indices.size / columns, columns]);
  const factors = Value.constant(Int32Array.from(strides.slice(0, columns)), [columns], 'int32');
  return bounded(kernelName, reduce('ReduceSum', multiply(table, factors), [1]), rows);
}

function checkKnown(
  kernelName: string,
  { data, size }: Value,
  columns: number,
  strides: readonly number[],
  rows: number,
): void {
  if (data === undefined) return;
  for (let start = 0; start < size; start += columns) {
    const index = [...(data as Int32Array).subarray(start, start + columns)];
    const flat = index.reduce((sum, value, column) => sum + value * itemAt(strides, column), 0);
    if (flat >= 0 && flat < rows) continue;
    throw new Error(`${kernelName}: the index [${index.join()}] is out of bounds.`);
  }
}
