import { observedMask } from '@helmholtz/distributions';
import {
  type Tensor,
  cast,
  concat,
  fill,
  max,
  where,
  zerosLike,
  type serialization,
} from '@tensorflow/tfjs-core';

import { type LayerConfig, only, type Shape, TensorLayer } from './layer.js';

/** Options of the layer that fills in missing values. */
export interface FillMissingConfig extends LayerConfig {
  /**
   * Whether the last axis is followed by an indicator of each element: 1 if it is observed, 0 if it
   * is missing. True by default.
   */
  readonly indicator?: boolean;
  /**
   * Value of padded steps of series, those without any observed value. If given, recurrent layers
   * skip these steps. By default steps are not padded.
   */
  readonly padding?: number;
}

/**
 * Layer that prepares values for a network: a missing value, NaN, becomes 0, the mean of
 * standardized data. With the indicator, the network can distinguish a missing value from an
 * average one (Mattei and Frellsen 2019, section 3.1; Ma et al. 2019).
 *
 * Input: [batch, ..., n]. Output: [batch, ..., 2n] with the indicator, else [batch, ..., n]. Padded
 * steps, with `padding`: the mask [batch, steps] of the others is that of Keras.
 */
export class FillMissing extends TensorLayer {
  static readonly className = 'FillMissing';
  static readonly description = 'fills in missing values with 0; indicator: whether it marks them';
  /** Tells the graph that missing values end here. */
  readonly fillsMissing = true;
  private readonly indicator: boolean;
  private readonly padding: number | undefined;

  constructor({ indicator = true, padding, ...config }: FillMissingConfig = {}) {
    super(config);
    this.indicator = indicator;
    this.padding = padding;
    this.supportsMasking = padding !== undefined;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = super.computeOutputShape(inputShape);
    const lastLength = shape.at(-1);
    return this.indicator ? [...shape.slice(0, -1), lastLength == null ? null : 2 * lastLength] : shape;
  }

  transform(values: Tensor): Tensor {
    const observed = observedMask(values);
    const filled = where(cast(observed, 'bool'), values, zerosLike(values));
    const networkInput = this.indicator ? concat([filled, observed], -1) : filled;
    if (!this.padding) return networkInput;
    return where(hasObserved(observed, true), networkInput, fill(networkInput.shape, this.padding));
  }

  /** Returns which steps have an observed value: [batch, steps]. */
  override computeMask(inputs: Tensor | Tensor[]): Tensor {
    return hasObserved(observedMask(only(inputs)), false);
  }

  override getConfig() {
    // Older versions read models without padded steps.
    const padding: serialization.ConfigDict = this.padding === undefined ? {} : { padding: this.padding };
    return { ...super.getConfig(), indicator: this.indicator, ...padding };
  }
}

/** Whether any value of each step is observed. */
function hasObserved(observed: Tensor, keepsAxes: boolean): Tensor {
  const axes = observed.shape.map((_, axis) => axis).slice(2);
  return cast(axes.length > 0 ? max(observed, axes, keepsAxes) : observed, 'bool');
}

/**
 * Creates a layer that replaces missing values by 0 and appends an indicator of observed values.
 *
 * @example
 * ```ts
 * import { fillMissing } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const filled = fillMissing().apply(tensor([[3, NaN]])) as Tensor;
 * filled.print();
 * // Tensor
 * //      [[3, 0, 1, 0],]
 * ```
 */
export function fillMissing(config: FillMissingConfig = {}): FillMissing {
  return new FillMissing(config);
}
