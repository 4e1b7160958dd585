import { type Tensor, tensor } from '@tensorflow/tfjs-core';

import { sizeOf } from './dataset.js';

/** Tensor in plain memory, row-major. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Tensor that is filled when its values are first read, if ever. */
export class LazyTensor implements HostTensor {
  private filled: Float32Array | undefined;

  constructor(
    readonly shape: readonly number[],
    private readonly fill: (out: Float32Array) => void,
  ) {}

  get values(): Float32Array {
    if (!this.filled) {
      const values = new Float32Array(sizeOf(this.shape));
      this.fill(values);
      this.filled = values;
    }
    return this.filled;
  }
}

/** Returns the tensor on the current backend. */
export function toTensor({ values, shape }: HostTensor): Tensor {
  return tensor(values, [...shape]);
}
