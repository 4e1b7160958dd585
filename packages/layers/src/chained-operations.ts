import * as tensorflow from '@tensorflow/tfjs-core';

/**
 * Operations that tfjs-layers calls as methods of tensors: in its orthogonal initializer, its
 * attention and its R2 score. Only the `@tensorflow/tfjs` bundle defines these methods. Without
 * them, an LSTM with its default initializer fails.
 */
const operations = [
  ...(['div', 'expandDims', 'logicalAnd', 'mean', 'reshape', 'sign', 'slice', 'square', 'squeeze'] as const),
  ...(['stridedSlice', 'sub', 'sum', 'transpose'] as const),
];

const methods = tensorflow.Tensor.prototype as unknown as Record<string, unknown>;

for (const operation of operations) {
  const compute = tensorflow[operation] as (...args: unknown[]) => unknown;
  methods[operation] ??= function (this: tensorflow.Tensor, ...args: unknown[]) {
    return compute(this, ...args);
  };
}

methods['flatten'] ??= function (this: tensorflow.Tensor) {
  return tensorflow.reshape(this, [this.size]);
};
