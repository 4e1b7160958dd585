import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

/** The options that TensorFlow.js takes for any layer and that ours pass on. */
export interface LayerConfig {
  readonly name?: string;
  readonly trainable?: boolean;
}

/** What TensorFlow.js passes to `call` beside the inputs. */
export type CallOptions = Record<string, unknown>;

export type Shape = (number | null)[];

/**
 * A string in a layer's configuration, wrapped. TensorFlow.js rewrites every other string to snake case and back when
 * it serializes, which turns `z_top` into `zTop`; under the key `name` it leaves them alone.
 */
export interface Named {
  readonly name: string;
}

/** The base of our layers: gives its single-input subclasses one tensor and one shape instead of maybe a list. */
export abstract class TensorLayer extends layers.Layer {
  abstract transform(input: Tensor, options: CallOptions): Tensor;

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    this.invokeCallHook(inputs, options);
    return this.transform(only(inputs), options);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
  }
}

export function only<Value>(values: Value | Value[]): Value {
  return Array.isArray(values) ? values[0]! : values;
}
