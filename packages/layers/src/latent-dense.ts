import { HelmholtzError, itemAt } from '@helmholtz/base';
import { type Tensor, add, expandDims, matMul, reshape, slice, squeeze } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Shape } from './layer.js';

/**
 * Returns the number of weights of a dense layer, kernel and bias: (inputs + 1) * units.
 *
 * @example
 * ```ts
 * import { denseSize } from '@helmholtz/layers';
 *
 * console.log(denseSize(3, 2)); // 8
 * ```
 */
export function denseSize(inputs: number, units: number): number {
  return (inputs + 1) * units;
}

/**
 * Dense layer whose kernel and bias are an input, such as a latent variable: x W + b.
 *
 * Inputs: x, [batch, inputs], and the weights, [batch, (inputs + 1) * units]: W row by row, then b.
 * Each example has its own kernel. Output: [batch, units].
 *
 * @example
 * ```ts
 * import { LatentDense } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const [x, weights] = [tensor([[1, 2]]), tensor([[3, 4, 5]])]; // W = [3, 4], b = 5
 * const y = new LatentDense({ units: 1 }).apply([x, weights]) as Tensor;
 * console.log(y.dataSync()[0]); // 16
 * ```
 */
export class LatentDense extends layers.Layer {
  static readonly className = 'LatentDense';
  static readonly description = 'a dense layer whose weights are its second input: x W + b; units';
  private readonly units: number;

  constructor(config: LayerConfig & { readonly units: number }) {
    super(config);
    this.units = config.units;
  }

  /** @throws HelmholtzError (`graph`) for a wrong number of weights. */
  override build(inputShape: Shape | Shape[]): void {
    const [x, weights] = inputShape as [Shape, Shape];
    const inputs = x[1]!;
    const expected = denseSize(inputs, this.units);
    if (weights[1] !== expected) {
      throw new HelmholtzError(
        'graph',
        `The layer "${this.name}" received ${weights[1]} weights, but needs ${expected}.`,
        {
          hint: `${inputs} inputs and ${this.units} units with a bias have (${inputs} + 1) * ${this.units} = ${expected} weights.`,
        },
      );
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [itemAt(inputShape as Shape[], 0)[0]!, this.units];
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    this.invokeCallHook(inputs, options);
    const [x, weights] = inputs as [Tensor, Tensor];
    const [rows, size] = x.shape as [number, number];
    const kernel = reshape(slice(weights, [0, 0], [rows, size * this.units]), [rows, size, this.units]);
    const bias = slice(weights, [0, size * this.units], [rows, this.units]);
    return add(squeeze(matMul(expandDims(x, 1), kernel), [1]), bias);
  }

  override getConfig() {
    return { ...super.getConfig(), units: this.units };
  }
}
