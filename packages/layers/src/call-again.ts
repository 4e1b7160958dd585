import { entryOf, itemAt } from '@helmholtz/base';
import { hasRole } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * Applies the layers of a graph again, to other tensors. The layers share their weights.
 *
 * KL divergence layers are skipped, so that no divergence counts twice.
 *
 * @param tensors outputs to compute again.
 * @param from returns the replacement of a tensor, or undefined to apply its layer again.
 * @returns the new outputs, in the order of `tensors`.
 *
 * @example
 * ```ts
 * import { callAgain } from '@helmholtz/layers';
 * import { input, layers } from '@tensorflow/tfjs-layers';
 *
 * const [x, other] = [input({ shape: [4] }), input({ shape: [4] })];
 * const dense = layers.dense({ units: 2 });
 * const first = dense.apply(x) as typeof x;
 * const [again] = callAgain([first], (tensor) => (tensor === x ? other : undefined));
 * console.log(again?.sourceLayer === dense, again?.inputs[0] === other); // true true
 * ```
 */
export function callAgain(
  tensors: readonly SymbolicTensor[],
  from: (tensor: SymbolicTensor) => SymbolicTensor | undefined,
): SymbolicTensor[] {
  const copies = new Map<number, SymbolicTensor>();
  const visit = (tensor: SymbolicTensor): SymbolicTensor => {
    const copy = copies.get(tensor.id) ?? from(tensor);
    if (copy) {
      copies.set(tensor.id, copy);
      return copy;
    }
    const layer = tensor.sourceLayer;
    const { inputTensors, outputTensors } = itemAt(layer.inboundNodes, tensor.nodeIndex);
    // The divergence belongs to the first posterior. A second call would count it twice.
    if (hasRole(layer, 'kl')) return visit(itemAt(inputTensors, tensor.tensorIndex));
    const inputs = inputTensors.map(visit);
    const outputs = [
      layer.apply(inputs.length === 1 ? itemAt(inputs, 0) : inputs),
    ].flat() as SymbolicTensor[];
    outputTensors.forEach((output, index) => copies.set(output.id, itemAt(outputs, index)));
    return entryOf(copies, tensor.id);
  };
  return tensors.map(visit);
}
