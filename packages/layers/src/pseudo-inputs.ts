import { sizeOf } from '@helmholtz/core';
import { type Tensor, reshape } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';

import { type LayerConfig, type Shape, TensorLayer } from './layer.js';

interface PseudoInputsConfig extends LayerConfig {
  readonly count: number;
  readonly shape: readonly number[];
}

/**
 * Layer of learned examples, [count, ...shape]. It ignores the values of its input.
 *
 * Weights begin at draws from N(0, 1), and may leave the range of the data.
 */
export class PseudoInputs extends TensorLayer {
  static readonly className = 'PseudoInputs';
  static readonly description = 'learned examples of a shape, inputs of a network; count, shape';
  readonly role = 'parameter';
  private readonly count: number;
  private readonly shape: readonly number[];
  private weight: LayerVariable | undefined;

  constructor(config: PseudoInputsConfig) {
    super(config);
    this.count = config.count;
    this.shape = config.shape;
  }

  override build(inputShape: Shape | Shape[]): void {
    // Stored as vectors: with more axes, initializers take the last but one for channels.
    const size = sizeOf(this.shape);
    const initializer = initializers.randomNormal({});
    this.weight = this.addWeight('values', [this.count, size], 'float32', initializer);
    super.build(inputShape);
  }

  override computeOutputShape(): Shape {
    return [this.count, ...this.shape];
  }

  transform(): Tensor {
    return this.values();
  }

  values(): Tensor {
    return reshape(this.weight!.read(), [this.count, ...this.shape]);
  }

  override getConfig() {
    return { ...super.getConfig(), count: this.count, shape: [...this.shape] };
  }
}
