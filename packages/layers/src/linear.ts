import { layers } from '@tensorflow/tfjs-layers';

import { glorotUniform } from './networks/initial-weights.js';

/** A dense layer without an activation, x W + b, [batch, inputs] to [batch, units], with Keras' initial weights. */
export function linear(config: { readonly units: number; readonly name: string }): layers.Layer {
  return layers.dense({ ...config, kernelInitializer: glorotUniform });
}
