import { type Tensor, reshape, tile } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';

import { type LayerConfig, type Shape, TensorLayer, only } from './layer.js';

interface ParameterConfig extends LayerConfig {
  readonly shape: readonly number[];
  readonly value: number;
}

/**
 * Layer that returns a weight, the same for each example: [batch, ...shape].
 *
 * Input: any tensor [batch, ...], for the size of the batch. Use it for values that do not depend
 * on data, such as a fixed scale, or the posterior of weights that all examples share.
 */
export class Parameter extends TensorLayer {
  static readonly className = 'Parameter';
  static readonly description = 'learned values of a shape, the same for every example; shape';
  readonly role = 'parameter';
  private readonly shape: readonly number[];
  private readonly value: number;
  private weight: LayerVariable | undefined;

  constructor(config: ParameterConfig) {
    super(config);
    this.shape = config.shape;
    this.value = config.value;
  }

  override build(inputShape: Shape | Shape[]): void {
    const initializer = initializers.constant({ value: this.value });
    this.weight = this.addWeight('value', [...this.shape], 'float32', initializer, undefined, this.trainable);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch] = Array.isArray(inputShape[0]) ? only(inputShape as Shape[]) : inputShape;
    return [batch as number | null, ...this.shape];
  }

  transform({ shape: [rows] }: Tensor): Tensor {
    return this.values(rows);
  }

  values(rows: number): Tensor {
    return repeated(this.weight!.read(), rows);
  }

  override getConfig() {
    return { ...super.getConfig(), shape: [...this.shape], value: this.value };
  }
}

/** Returns a tensor so many times, [rows, ...shape]. */
export function repeated(tensor: Tensor, rows: number): Tensor {
  return tile(reshape(tensor, [1, ...tensor.shape]), [rows, ...tensor.shape.map(() => 1)]);
}

/**
 * Creates a layer that returns a weight of a shape, the same for each example: [batch, ...shape].
 *
 * The weight begins at `value`, 0 by default. It is constant with `trainable: false`.
 *
 * @example
 * ```ts
 * import { parameter } from '@helmholtz/layers';
 * import { type Tensor, zeros } from '@tensorflow/tfjs-core';
 *
 * const scale = parameter({ shape: [2], value: 3, name: 'scale' });
 * (scale.apply(zeros([1, 4])) as Tensor).print();
 * // Tensor
 * //      [[3, 3],]
 * ```
 */
export function parameter({
  shape,
  value = 0,
  ...config
}: LayerConfig & { readonly shape: readonly number[]; readonly value?: number }): Parameter {
  return new Parameter({ ...config, shape, value });
}
