import { type Tensor, exp, mul } from '@tensorflow/tfjs-core';

import { type LayerConfig, TensorLayer } from './layer.js';

/** scale = exp(logVariance / 2), elementwise: the standard deviation from a log-variance. */
export class LogVarianceToScale extends TensorLayer {
  static readonly className = 'LogVarianceToScale';

  transform(logVariance: Tensor): Tensor {
    return exp(mul(logVariance, 0.5));
  }
}

/** exp(x / 2): [batch, ...event] to the same shape. */
export function logVarianceToScale(config: LayerConfig = {}): LogVarianceToScale {
  return new LogVarianceToScale(config);
}
