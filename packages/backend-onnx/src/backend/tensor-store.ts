import {
  type DataId,
  type DataMover,
  type DataType,
  DataStorage,
  type KernelBackend,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

import { reshape } from '../graph/operators/shape.js';
import { Value } from '../graph/value.js';
import type { CallLog } from './recorded-call.js';

/**
 * Contents of a tensor id: a recorded or known value, or a tensor that only the cpu kernels
 * support.
 */
export interface Entry {
  readonly dtype: DataType;
  references: number;
  value?: Value;
  readonly cpu?: TensorInfo;
}

/** Tensors of a backend by id. */
export class TensorStore extends DataStorage<Entry> {
  constructor(
    backend: KernelBackend,
    mover: DataMover,
    private readonly calls: CallLog,
  ) {
    super(backend, mover);
  }

  enter(entry: Entry, shape: readonly number[]): TensorInfo {
    const dataId: DataId = {};
    this.set(dataId, entry);
    return { dataId, shape: [...shape], dtype: entry.dtype };
  }

  /** Counts one more tensor with the same data. */
  share(dataId: DataId): Entry {
    const entry = this.get(dataId);
    entry.references++;
    return entry;
  }

  /** Returns a tensor of a value. */
  tensorOf(value: Value): TensorInfo {
    return this.enter({ value, dtype: value.type as DataType, references: 1 }, value.shape);
  }

  /**
   * Returns the value of a tensor, in the tensor's shape; undefined for complex numbers and
   * strings.
   */
  contentOf({ dataId, shape }: TensorInfo): Value | undefined {
    const { value } = this.get(dataId);
    return value && this.inShape(value, shape);
  }

  /** Reshaped tensors share their data. Their values are created when they are read. */
  private inShape(value: Value, shape: readonly number[]): Value {
    const same =
      shape.length === value.shape.length && shape.every((length, axis) => length === value.shape[axis]);
    if (same) return value;
    if (value.data) return Value.leaf(value.data, shape, value.type);
    const reshaped = reshape(value, shape);
    this.calls.add({
      kernelName: 'Reshape',
      inputs: { x: value },
      attributes: { shape: [...shape] },
      outputs: [reshaped],
    });
    return reshaped;
  }
}
