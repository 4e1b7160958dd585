import type { Tensor } from '@tensorflow/tfjs-core';

import { type LayerConfig, type Named, TensorLayer } from './layer.js';

/** Passes a tensor through and names it: here stands the value of a latent variable. */
export class Latent extends TensorLayer {
  static readonly className = 'Latent';
  readonly role = 'latent';
  readonly variable: string;

  constructor(config: LayerConfig & { readonly variable: Named }) {
    super(config);
    this.variable = config.variable.name;
  }

  transform(value: Tensor): Tensor {
    return value;
  }

  override getConfig() {
    return { ...super.getConfig(), variable: { name: this.variable } };
  }
}

/** The identity on [batch, ...event], which says that this tensor is the latent `variable`. */
export function latent({
  variable,
  name = variable,
  ...config
}: LayerConfig & { readonly variable: string }): Latent {
  return new Latent({ ...config, name, variable: { name: variable } });
}
