import type { BackendValues, DataType } from '@tensorflow/tfjs-core';

import type { TensorData, Value } from '../graph/value.js';

/**
 * Copies values into the array type of a dtype. Recorded operations may run after the caller
 * changed its array.
 */
export function copyOf(values: BackendValues, dtype: DataType): TensorData {
  const numbers = values as ArrayLike<number>;
  if (dtype === 'int32') return Int32Array.from(numbers);
  if (dtype === 'bool') return Uint8Array.from(numbers);
  return Float32Array.from(numbers);
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Returns values in the array type of a dtype. Some cpu kernels return another array type. */
export function typed(values: BackendValues, dtype: keyof typeof ARRAYS): TensorData {
  return values instanceof ARRAYS[dtype] ? values : copyOf(values, dtype);
}

/** Returns the data of a value that repeats one known number; undefined for other values. */
export function repeatedNumber({ producer, type, size }: Value): TensorData | undefined {
  const [number] = producer?.operator === 'Expand' ? producer.inputs : [];
  if (number?.size !== 1 || !number.data) return undefined;
  return new ARRAYS[type as keyof typeof ARRAYS](size).fill(Number(number.data[0]));
}
