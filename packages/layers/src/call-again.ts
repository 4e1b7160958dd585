import { hasRole } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * What a graph computes, computed again from something else: its layers are called once more, and share their weights.
 *
 * @param tensors what is computed.
 * @param from gives what stands in for a tensor; undefined where its layer is called again.
 */
export function callAgain(
  tensors: readonly SymbolicTensor[],
  from: (tensor: SymbolicTensor) => SymbolicTensor | undefined,
): SymbolicTensor[] {
  const known = new Map<number, SymbolicTensor>();
  const visit = (tensor: SymbolicTensor): SymbolicTensor => {
    const again = known.get(tensor.id) ?? from(tensor);
    if (again) {
      known.set(tensor.id, again);
      return again;
    }
    const layer = tensor.sourceLayer;
    const { inputTensors, outputTensors } = layer.inboundNodes[tensor.nodeIndex]!;
    // A divergence is of the posterior that was there before: another call of it would count it twice.
    if (hasRole(layer, 'kl')) return visit(inputTensors[tensor.tensorIndex]!);
    const inputs = inputTensors.map(visit);
    const outputs = [layer.apply(inputs.length === 1 ? inputs[0]! : inputs)].flat() as SymbolicTensor[];
    outputTensors.forEach((output, index) => known.set(output.id, outputs[index]!));
    return known.get(tensor.id)!;
  };
  return tensors.map(visit);
}
