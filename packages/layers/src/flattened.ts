import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

/** A tensor as a vector; its layer, where there must be one, is named `<name>_flatten`. */
export function flattened(tensor: SymbolicTensor, name: string): SymbolicTensor {
  if (tensor.rank <= 2) return tensor;
  return layers.flatten({ name: `${name}_flatten` }).apply(tensor) as SymbolicTensor;
}
