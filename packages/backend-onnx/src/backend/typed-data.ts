import type { BackendValues, DataType } from '@tensorflow/tfjs-core';

import type { TensorData, Value } from '../graph/value.js';

/** A copy as the array type of a dtype: what is recorded may run long after the caller has changed its array. */
export function copyOf(values: BackendValues, dtype: DataType): TensorData {
  const numbers = values as ArrayLike<number>;
  if (dtype === 'int32') return Int32Array.from(numbers);
  if (dtype === 'bool') return Uint8Array.from(numbers);
  return Float32Array.from(numbers);
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Values as the array type of a dtype, themselves where they are: some cpu kernels fill an array of another. */
export function typed(values: BackendValues, dtype: keyof typeof ARRAYS): TensorData {
  return values instanceof ARRAYS[dtype] ? values : copyOf(values, dtype);
}

/** The data of a value that is one known number, repeated; undefined of any other. */
export function repeatedNumber({ producer, type, size }: Value): TensorData | undefined {
  const [number] = producer?.operator === 'Expand' ? producer.inputs : [];
  if (number?.size !== 1 || !number.data) return undefined;
  return new ARRAYS[type as keyof typeof ARRAYS](size).fill(Number(number.data[0]));
}
