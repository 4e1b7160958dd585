import { itemAt } from '@helmholtz/base';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

/** Options of every layer, passed on to TensorFlow.js. */
export interface LayerConfig {
  readonly name?: string;
  readonly trainable?: boolean;
}

/** Options that TensorFlow.js passes to `call` with the inputs. */
export type CallOptions = Record<string, unknown>;

export type Shape = (number | null)[];

/**
 * String in a layer's configuration, wrapped in an object. When TensorFlow.js saves a model, it
 * converts strings to snake case and back: `z_top` becomes `zTop`. The key `name` is exempt.
 */
export interface Named {
  readonly name: string;
}

/** Base class of layers with one input: subclasses receive one tensor, never a list. */
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
  return Array.isArray(values) ? itemAt(values, 0) : values;
}
