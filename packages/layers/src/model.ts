import { HelmholtzError } from '@helmholtz/base';
import { hasRole } from '@helmholtz/core';
import { type LayersModel, type SymbolicTensor, model } from '@tensorflow/tfjs-layers';

/**
 * Creates a `LayersModel` from data inputs and outputs. Noise inputs are found in the graph.
 *
 * They follow the data inputs, in the order in which the outputs depend on them.
 *
 * @throws HelmholtzError (`graph`) if two layers share a name or an input is missing.
 *
 * @example
 * ```ts
 * import { latentVariableGraph, noiseInput } from '@helmholtz/layers';
 * import { type SymbolicTensor, input, layers } from '@tensorflow/tfjs-layers';
 *
 * const x = input({ shape: [2], name: 'x' });
 * const noise = noiseInput({ shape: [2], name: 'noise' });
 * const outputs = [layers.add().apply([x, noise]) as SymbolicTensor];
 * const model = latentVariableGraph({ name: 'noisy', inputs: [x], outputs });
 * console.log(model.inputNames); // [ 'x', 'noise' ]
 * ```
 */
export function latentVariableGraph({
  name,
  inputs,
  outputs,
}: {
  readonly name: string;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
}): LayersModel {
  const noise = new Set<SymbolicTensor>();
  const visitedIds = new Set<number>();
  const visit = (tensor: SymbolicTensor): void => {
    if (visitedIds.has(tensor.id)) return;
    visitedIds.add(tensor.id);
    if (hasRole(tensor.sourceLayer, 'noise')) noise.add(tensor);
    tensor.inputs.forEach(visit);
  };
  outputs.forEach(visit);
  try {
    return model({ name, inputs: [...inputs, ...noise], outputs: [...outputs] });
  } catch (error) {
    const [reason] = (error as Error).message.split(/\. |\n/);
    throw new HelmholtzError('graph', `The graph "${name}" cannot be built: ${reason}.`, {
      hint: 'Give each layer a unique name, and list every input of the graph in `inputs`.',
      cause: error,
    });
  }
}
