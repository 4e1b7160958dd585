import type { Tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

/** `apply` on symbolic tensors, which TypeScript can't distinguish from `apply` on tensors. */
export function call(layer: layers.Layer, inputs: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(inputs) as SymbolicTensor;
}

export function callForSeveral(
  layer: layers.Layer,
  inputs: SymbolicTensor | SymbolicTensor[],
): SymbolicTensor[] {
  return layer.apply(inputs) as SymbolicTensor[];
}

export function dense(name: string, units: number, input: SymbolicTensor): SymbolicTensor {
  return call(layers.dense({ name, units, biasInitializer: 'randomNormal' }), input);
}

export const numbers = (tensor: Tensor): number[] => Array.from(tensor.dataSync());
