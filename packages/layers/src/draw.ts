import { itemAt } from '@helmholtz/base';
import { type Distribution, familyDistribution, parametersOf } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Named, Shape } from './layer.js';

/**
 * Layer that computes a reparameterized draw from a registered family of distributions.
 *
 * Inputs: the parameters in the family's order, then the noise, each [batch, ...event]. Output: the
 * draw, [batch, ...event]. The layer is deterministic.
 *
 * @example
 * ```ts
 * import { Draw } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * const draw = new Draw({ family: { name: 'normal' } });
 * const [loc, logVariance, noise] = [tensor([[1, 2]]), tensor([[0, 0]]), tensor([[0.5, -1]])];
 * (draw.apply([loc, logVariance, noise]) as Tensor).print();
 * // Tensor
 * //      [[1.5, 1],]
 * ```
 */
export class Draw extends layers.Layer {
  static readonly className = 'Draw';
  static readonly description = 'a draw from a family of distributions, from its parameters and noise';
  private readonly family: string;

  /**
   * @throws HelmholtzError (`usage`) for a family whose parameters cannot be tensors of a graph.
   */
  constructor(config: LayerConfig & { readonly family: Named }) {
    super(config);
    this.family = config.family.name;
    parametersOf(this.family);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return itemAt(inputShape as Shape[], -1);
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    this.invokeCallHook(inputs, options);
    const tensors = inputs as Tensor[];
    return this.drawnFrom(tensors.slice(0, -1)).sample(itemAt(tensors, -1));
  }

  /** Returns the distribution of these parameters, which the layer draws from. */
  drawnFrom(parameters: readonly Tensor[]): Distribution {
    return familyDistribution(this.family, parameters);
  }

  override getConfig() {
    return { ...super.getConfig(), family: { name: this.family } };
  }
}
