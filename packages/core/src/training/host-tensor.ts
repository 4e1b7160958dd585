import { type Tensor, tensor } from '@tensorflow/tfjs-core';

import { sizeOf } from './dataset.js';

/** A tensor's values outside of any backend, row-major. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Filled when its values are first asked for, which may be never. */
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

/** On the backend that is set. */
export function toTensor({ values, shape }: HostTensor): Tensor {
  return tensor(values, [...shape]);
}
