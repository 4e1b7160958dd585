import { type Bijector, sumOverEvents } from '@helmholtz/distributions';
import { type Tensor, expandDims } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import { type CallOptions, type Shape, only } from './layer.js';

/**
 * Base class of layers that apply a bijector with learned parameters: one step of a flow.
 *
 * Input: a value, [batch, ...event]. Outputs: the next value, of the same shape, and log |det J|,
 * [batch, 1]. A subclass creates its weights in `build`, and returns a bijector of them.
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { FlowLayer } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * class Halving extends FlowLayer {
 *   static readonly className = 'Halving';
 *   bijector() {
 *     return bijectors.affine({ scale: 0.5 });
 *   }
 * }
 * const [value] = new Halving({ name: 'halving' }).apply(tensor([[4, 2]])) as [Tensor, Tensor];
 * console.log(value.dataSync()); // Float32Array(2) [ 2, 1 ]
 * ```
 */
export abstract class FlowLayer extends layers.Layer {
  /** Returns the bijector of the current weights. */
  abstract bijector(): Bijector;

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    return [shape, [shape[0]!, 1]];
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor[] {
    this.invokeCallHook(inputs, options);
    const { value, logDet } = this.bijector().forwardWithLogDet(only(inputs));
    return [value, expandDims(sumOverEvents(logDet), -1)];
  }
}
