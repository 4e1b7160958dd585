import * as tensorflow from '@tensorflow/tfjs-core';

/**
 * What tfjs-layers calls as methods of tensors, in its orthogonal initializer, its attention and its R2 score, and what
 * only the `@tensorflow/tfjs` bundle makes methods. Without them no LSTM can be built with its default initializer.
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
