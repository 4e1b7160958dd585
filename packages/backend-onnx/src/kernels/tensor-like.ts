import type { Tensor } from '@tensorflow/tfjs-core';

import type { Value } from '../graph/value.js';

/** Value for functions of TensorFlow.js that read only the shape and type of a tensor. */
export function tensorLike({ shape, type, size }: Value): Tensor {
  return { shape: [...shape], rank: shape.length, size, dtype: type } as unknown as Tensor;
}
