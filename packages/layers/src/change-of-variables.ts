import { type Tensor, reshape, sub } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, Shape } from './layer.js';

/**
 * Layer that computes the log-density of a value after bijectors, by the change of variables
 * (Rezende and Mohamed 2015, equation 6):
 *
 *     log q(z_K) = log q(z_0) - sum over k of log |det dz_k / dz_(k-1)|
 *
 * Inputs: log q(z_0), then the log-determinant of each bijector, each [batch, 1] or [batch].
 * Output: log q(z_K), [batch, 1], in nats.
 *
 * @example
 * ```ts
 * import { ChangeOfVariables } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const [before, logDet] = [tensor([[-1]]), tensor([[0.5]])];
 * const after = new ChangeOfVariables({}).apply([before, logDet]) as Tensor;
 * console.log(after.dataSync()[0]); // -1.5
 * ```
 */
export class ChangeOfVariables extends layers.Layer {
  static readonly className = 'ChangeOfVariables';
  static readonly description =
    'the log-density of a value after bijectors: log q(z) less their log-determinants';

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [first] = inputShape as Shape[];
    return [first![0]!, 1];
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    this.invokeCallHook(inputs, options);
    const columns = (inputs as Tensor[]).map((tensor) => reshape(tensor, [-1, 1]));
    return columns.reduce((rest, logDet) => sub(rest, logDet));
  }
}
