import { layers } from '@tensorflow/tfjs-layers';

import { glorotUniform } from './networks/initial-weights.js';

/**
 * Creates a dense layer without activation: x W + b, [batch, inputs] to [batch, units]. Its initial
 * weights are Keras': `glorotUniform`.
 *
 * @example
 * ```ts
 * import { linear } from '@helmholtz/layers';
 *
 * const logits = linear({ units: 10, name: 'logits' });
 * console.log(logits.computeOutputShape([null, 256])); // [ null, 10 ]
 * ```
 */
export function linear(config: { readonly units: number; readonly name: string }): layers.Layer {
  return layers.dense({ ...config, kernelInitializer: glorotUniform });
}
