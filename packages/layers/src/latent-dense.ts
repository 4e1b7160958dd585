import { HelmholtzError } from '@helmholtz/base';
import { type Tensor, add, expandDims, matMul, reshape, slice, squeeze } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Shape } from './layer.js';

/** How many numbers are the kernel and the bias of a dense layer. */
export function denseSize(inputs: number, units: number): number {
  return (inputs + 1) * units;
}

/**
 * A dense layer whose kernel and bias are a tensor of the graph, such as a latent: x W + b, [batch, units], called on x,
 * [batch, inputs], and on W, row by row, and then b, [batch, (inputs + 1) units]: a kernel for each example.
 */
export class LatentDense extends layers.Layer {
  static readonly className = 'LatentDense';
  static readonly description = 'a dense layer whose weights are its second input: x W + b; units';
  private readonly units: number;

  constructor(config: LayerConfig & { readonly units: number }) {
    super(config);
    this.units = config.units;
  }

  /** @throws HelmholtzError (`graph`) where weights are not as many as there must be. */
  override build(inputShape: Shape | Shape[]): void {
    const [x, weights] = inputShape as [Shape, Shape];
    const inputs = x[1]!;
    const expected = denseSize(inputs, this.units);
    if (weights[1] !== expected) {
      throw new HelmholtzError('graph', `The layer "${this.name}" was given ${weights[1]} weights.`, {
        hint: `From ${inputs} inputs to ${this.units} units, with a bias for each, there are (${inputs} + 1) * ${this.units} = ${expected}.`,
      });
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [(inputShape as Shape[])[0]![0]!, this.units];
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
