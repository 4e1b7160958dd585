import type { Tensor } from '@tensorflow/tfjs-core';

import { type CallOptions, type LayerConfig, type Named, TensorLayer } from './layer.js';

/** Identity layer that marks its input as the value of a latent variable. */
export class Latent extends TensorLayer {
  static readonly className = 'Latent';
  readonly role = 'latent';
  readonly variable: string;

  constructor(config: LayerConfig & { readonly variable: Named }) {
    super(config);
    this.variable = config.variable.name;
  }

  transform(value: Tensor, options: CallOptions): Tensor {
    // TensorFlow.js passes the mask of the recognition network on to all later layers.
    delete options['mask'];
    return value;
  }

  override getConfig() {
    return { ...super.getConfig(), variable: { name: this.variable } };
  }
}

/**
 * Creates a layer that marks a tensor, [batch, ...event], as the latent `variable`. It returns its
 * input unchanged.
 *
 * @example
 * ```ts
 * import { latent } from '@helmholtz/layers';
 * import { type SymbolicTensor, input } from '@tensorflow/tfjs-layers';
 *
 * const z = latent({ variable: 'z' }).apply(input({ shape: [2] })) as SymbolicTensor;
 * console.log(z.sourceLayer.name, z.shape); // z [ null, 2 ]
 * ```
 */
export function latent({
  variable,
  name = variable,
  ...config
}: LayerConfig & { readonly variable: string }): Latent {
  return new Latent({ ...config, name, variable: { name: variable } });
}
