import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

/**
 * Flattens a tensor to [batch, size]. Tensors of rank 2 or less are returned unchanged.
 *
 * @param name prefix of the flatten layer's name, `<name>_flatten`.
 *
 * @example
 * ```ts
 * import { flattened } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * console.log(flattened(input({ shape: [28, 28, 1] }), 'image').shape); // [ null, 784 ]
 * ```
 */
export function flattened(tensor: SymbolicTensor, name: string): SymbolicTensor {
  if (tensor.rank <= 2) return tensor;
  return layers.flatten({ name: `${name}_flatten` }).apply(tensor) as SymbolicTensor;
}
