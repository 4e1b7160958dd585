import { itemAt } from '@helmholtz/base';
import { type Distribution, familyDistribution, parametersOf, sumOverEvents } from '@helmholtz/distributions';
import { type Tensor, expandDims } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Named, Shape } from './layer.js';

/**
 * Layer that computes a draw from a registered family, and its log-density.
 *
 * Inputs: the parameters in the family's order, then the noise, each [batch, ...event]. Outputs:
 * the value, [batch, ...event], and its log-density in nats, [batch, 1]. The layer is
 * deterministic.
 *
 * @example
 * ```ts
 * import { DrawWithLogProb } from '@helmholtz/layers';
 * import { type Tensor, zeros } from '@tensorflow/tfjs-core';
 *
 * const draw = new DrawWithLogProb({ family: { name: 'normal' } });
 * const [loc, logVariance, noise] = [zeros([1, 2]), zeros([1, 2]), zeros([1, 2])];
 * const [value, logProb] = draw.apply([loc, logVariance, noise]) as [Tensor, Tensor];
 * console.log(value.shape, logProb.shape); // [ 1, 2 ] [ 1, 1 ]
 * ```
 */
export class DrawWithLogProb extends layers.Layer {
  static readonly className = 'DrawWithLogProb';
  static readonly description =
    'a draw from a family of distributions, from its parameters and noise, and its log-density';
  private readonly family: string;

  /**
   * @throws HelmholtzError (`usage`) for a family whose parameters cannot be tensors of a graph.
   */
  constructor(config: LayerConfig & { readonly family: Named }) {
    super(config);
    this.family = config.family.name;
    parametersOf(this.family);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    const noise = itemAt(inputShape as Shape[], -1);
    return [noise, [noise[0]!, 1]];
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor[] {
    this.invokeCallHook(inputs, options);
    const tensors = inputs as Tensor[];
    const { value, logProb } = this.drawnFrom(tensors.slice(0, -1)).sampleWithLogProb(itemAt(tensors, -1));
    return [value, expandDims(sumOverEvents(logProb), -1)];
  }

  /** Returns the distribution of these parameters, which the layer draws from. */
  drawnFrom(parameters: readonly Tensor[]): Distribution {
    return familyDistribution(this.family, parameters);
  }

  override getConfig() {
    return { ...super.getConfig(), family: { name: this.family } };
  }
}
