import { familyDistribution, parametersOf } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Named, Shape } from './layer.js';

/**
 * A draw from a registered family of distributions, reparameterized: called on its parameters, in their order, and then on
 * the noise that it transforms, [batch, ...event] each. It draws nothing itself.
 */
export class Draw extends layers.Layer {
  static readonly className = 'Draw';
  static readonly description =
    'a draw from a family of distributions: what it makes of its parameters and noise';
  private readonly family: string;

  /** @throws HelmholtzError (`usage`) for a family that a graph cannot state. */
  constructor(config: LayerConfig & { readonly family: Named }) {
    super(config);
    this.family = config.family.name;
    parametersOf(this.family);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return (inputShape as Shape[]).at(-1)!;
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    this.invokeCallHook(inputs, options);
    const tensors = inputs as Tensor[];
    return familyDistribution(this.family, tensors.slice(0, -1)).sample(tensors.at(-1)!);
  }

  override getConfig() {
    return { ...super.getConfig(), family: { name: this.family } };
  }
}
