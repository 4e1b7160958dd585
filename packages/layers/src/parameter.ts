import { type Tensor, reshape, tile } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';

import { type LayerConfig, type Shape, TensorLayer, only } from './layer.js';

interface ParameterConfig extends LayerConfig {
  readonly shape: readonly number[];
  readonly value: number;
}

/**
 * A weight as it is, the same for every example: [batch, ...shape], called on any tensor [batch, ...] for its batch. What
 * does not depend on data stands so in the graph: a conditional scale that is one number for each element, or the
 * posterior of weights that all examples share.
 */
export class Parameter extends TensorLayer {
  static readonly className = 'Parameter';
  static readonly description = 'weights of a shape as they are, the same for every example; shape';
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
    const one = reshape(this.weight!.read(), [1, ...this.shape]);
    return tile(one, [rows, ...this.shape.map(() => 1)]);
  }

  override getConfig() {
    return { ...super.getConfig(), shape: [...this.shape], value: this.value };
  }
}

/** A weight of a shape that begins at `value`, 0 unless given; `trainable: false` keeps it there. */
export function parameter({
  shape,
  value = 0,
  ...config
}: LayerConfig & { readonly shape: readonly number[]; readonly value?: number }): Parameter {
  return new Parameter({ ...config, shape, value });
}
