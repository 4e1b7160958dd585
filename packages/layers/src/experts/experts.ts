import { type Tensor, add, mul, sub } from '@tensorflow/tfjs-core';

/** Normal expert of one modality, as tensors. */
export interface ExpertTensors {
  /** [batch, size] */
  readonly loc: Tensor;
  /** [batch, size] */
  readonly logVariance: Tensor;
  /** 1 where the modality is present, else 0: [batch, 1]. */
  readonly present: Tensor;
}

/** Logarithm of a weight of 0: finite, so that gradients are finite, too. */
const LOG_ZERO = -1e9;

/** Groups the inputs of a layer: loc, logVariance and present of each expert, one after another. */
export function expertsIn(inputs: readonly Tensor[]): ExpertTensors[] {
  return Array.from({ length: Math.floor(inputs.length / 3) }, (_, index) => {
    const [loc, logVariance, present] = inputs.slice(3 * index) as [Tensor, Tensor, Tensor];
    return { loc, logVariance, present };
  });
}

/** Returns `value` where `present` is 1, and the logarithm of about 0 where it is 0. */
export function logWhere(present: Tensor, value: Tensor): Tensor {
  return add(mul(present, value), mul(sub(present, 1), -LOG_ZERO));
}
