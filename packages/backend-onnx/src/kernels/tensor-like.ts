import type { Tensor } from '@tensorflow/tfjs-core';

import type { Value } from '../graph/value.js';

/** A value for those functions of TensorFlow.js that take a tensor and look at its shape and type. */
export function tensorLike({ shape, type, size }: Value): Tensor {
  return { shape: [...shape], rank: shape.length, size, dtype: type } as unknown as Tensor;
}
