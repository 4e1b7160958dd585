import { itemAt } from '@helmholtz/base';
import { flattened } from '@helmholtz/layers';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

/** Concatenates tensors to one vector. A single tensor is returned unchanged. */
export function join(tensors: readonly SymbolicTensor[], name: string): SymbolicTensor {
  if (tensors.length === 1) return itemAt(tensors, 0);
  const vectors = tensors.map((tensor) => flattened(tensor, `${name}_${tensor.sourceLayer.name}`));
  return layers.concatenate({ name }).apply(vectors) as SymbolicTensor;
}
