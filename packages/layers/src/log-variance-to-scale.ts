import { type Tensor, exp, mul } from '@tensorflow/tfjs-core';

import { type LayerConfig, TensorLayer } from './layer.js';

/** Layer that computes standard deviations from log-variances: scale = exp(logVariance / 2). */
export class LogVarianceToScale extends TensorLayer {
  static readonly className = 'LogVarianceToScale';

  transform(logVariance: Tensor): Tensor {
    return exp(mul(logVariance, 0.5));
  }
}

/**
 * Creates a layer that computes exp(x / 2), elementwise: standard deviations from log-variances.
 *
 * @example
 * ```ts
 * import { logVarianceToScale } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const scale = logVarianceToScale().apply(tensor([[0, Math.log(4)]])) as Tensor;
 * scale.print();
 * // Tensor
 * //      [[1, 2],]
 * ```
 */
export function logVarianceToScale(config: LayerConfig = {}): LogVarianceToScale {
  return new LogVarianceToScale(config);
}
