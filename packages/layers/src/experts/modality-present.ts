import { itemAt } from '@helmholtz/base';
import { observedMask } from '@helmholtz/distributions';
import { type Tensor, cast, max, reshape, step, where, zerosLike } from '@tensorflow/tfjs-core';

import { type LayerConfig, type Shape, TensorLayer } from '../layer.js';

/** Configuration of the layer that marks present modalities. */
export interface ModalityPresentConfig extends LayerConfig {
  /** Whether a vector of zeros is missing, as for a one-hot label. False by default. */
  readonly zerosAreMissing?: boolean;
}

/**
 * Layer that marks the examples in which a modality is present: 1 if any value is observed, 0 if
 * all values are missing, that is NaN. No gradient flows through it.
 *
 * Input: [batch, ...event]. Output: [batch, 1].
 *
 * @example
 * ```ts
 * import { ModalityPresent } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const present = new ModalityPresent({}).apply(tensor([[0, NaN], [NaN, NaN]])) as Tensor;
 * console.log(present.dataSync()); // Float32Array(2) [ 1, 0 ]
 * ```
 */
export class ModalityPresent extends TensorLayer {
  static readonly className = 'ModalityPresent';
  static readonly description = 'whether any value of a modality is observed: 1 or 0 for each example';
  /** Tells the graph that missing values end here. */
  readonly fillsMissing = true;
  /** Tells the graph that an expert reads the input, and is left out where the input is missing. */
  readonly marksModality = true;
  private readonly zerosAreMissing: boolean;

  constructor({ zerosAreMissing = false, ...config }: ModalityPresentConfig = {}) {
    super(config);
    this.zerosAreMissing = zerosAreMissing;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [super.computeOutputShape(inputShape)[0] ?? null, 1];
  }

  transform(values: Tensor): Tensor {
    const observed = observedMask(values);
    const marks = this.zerosAreMissing
      ? step(where(cast(observed, 'bool'), values, zerosLike(values)))
      : observed;
    return max(reshape(marks, [itemAt(values.shape, 0), -1]), 1, true);
  }

  override getConfig() {
    return { ...super.getConfig(), zerosAreMissing: this.zerosAreMissing };
  }
}
