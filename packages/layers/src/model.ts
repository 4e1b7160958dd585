import { HelmholtzError } from '@helmholtz/base';
import { hasRole } from '@helmholtz/core';
import { type LayersModel, type SymbolicTensor, model } from '@tensorflow/tfjs-layers';

/**
 * An ordinary functional model from its data inputs and its outputs: the noise inputs on the way are found in the graph,
 * and follow the data inputs in the order in which the outputs depend on them.
 *
 * @throws HelmholtzError (`graph`) where TensorFlow.js makes no model of it: a name is taken twice, an input is missing.
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
  const seen = new Set<number>();
  const visit = (tensor: SymbolicTensor): void => {
    if (seen.has(tensor.id)) return;
    seen.add(tensor.id);
    if (hasRole(tensor.sourceLayer, 'noise')) noise.add(tensor);
    tensor.inputs.forEach(visit);
  };
  outputs.forEach(visit);
  try {
    return model({ name, inputs: [...inputs, ...noise], outputs: [...outputs] });
  } catch (error) {
    const [reason] = (error as Error).message.split(/\. |\n/);
    throw new HelmholtzError('graph', `The graph "${name}" could not be made: ${reason}.`, {
      hint: 'Every layer of a graph needs a name of its own, and every input must be among its inputs.',
      cause: error,
    });
  }
}
