import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

/**
 * z = loc + scale * noise as two visible merges, a Multiply and an Add (Kingma and Welling 2014, section 2.4).
 *
 * All three tensors are [batch, ...event]; the layers are named `<variable>_scaled_noise` and `<variable>_sum`.
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
