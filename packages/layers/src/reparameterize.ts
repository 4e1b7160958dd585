import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

/**
 * Computes z = loc + scale * noise by two layers, a Multiply and an Add (Kingma and Welling 2014,
 * section 2.4). All tensors are [batch, ...event].
 *
 * @param variable prefix of the layers' names. `z` by default.
 *
 * @example
 * ```ts
 * import { noiseInput, reparameterize } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const [loc, scale] = [input({ shape: [2] }), input({ shape: [2] })];
 * const z = reparameterize({ loc, scale, noise: noiseInput({ shape: [2], name: 'noise' }) });
 * console.log(z.sourceLayer.name, z.shape); // z_sum [ null, 2 ]
 * ```
 */
export function reparameterize(
  { loc, scale, noise }: { loc: SymbolicTensor; scale: SymbolicTensor; noise: SymbolicTensor },
  variable = 'z',
): SymbolicTensor {
  const scaledNoise = layers
    .multiply({ name: `${variable}_scaled_noise` })
    .apply([scale, noise]) as SymbolicTensor;
  return layers.add({ name: `${variable}_sum` }).apply([loc, scaledNoise]) as SymbolicTensor;
}
