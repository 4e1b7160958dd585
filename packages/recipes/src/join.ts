import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

/** Several tensors as one vector, one alone as it is. */
export function join(tensors: readonly SymbolicTensor[], name: string): SymbolicTensor {
  if (tensors.length === 1) return tensors[0]!;
  const vectors = tensors.map((tensor) => flattened(tensor, `${name}_${tensor.sourceLayer.name}`));
  return layers.concatenate({ name }).apply(vectors) as SymbolicTensor;
}

/** A tensor as a vector; its layer, where there must be one, is named `<name>_flatten`. */
export function flattened(tensor: SymbolicTensor, name: string): SymbolicTensor {
  if (tensor.rank <= 2) return tensor;
  return layers.flatten({ name: `${name}_flatten` }).apply(tensor) as SymbolicTensor;
}
