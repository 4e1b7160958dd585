import { HelmholtzError, type LayerSpec, type Network } from '@helmholtz/core';
import { type SymbolicTensor, layers, sequential } from '@tensorflow/tfjs-layers';

import { layerFromSpec } from './layer-from-spec.js';

/**
 * A network as a Sequential of declared layers. Where an output shape is asked of it that the last layer does not have,
 * a linear dense layer (and a reshape) is appended.
 *
 * @throws HelmholtzError (`usage`) that names the layer which does not fit on what comes before it.
 */
export function networkFromSpec(declared: readonly LayerSpec[]): Network {
  return (input, { name, outputShape }) => {
    const inputShape = input.shape.slice(1) as number[];
    const network = sequential({ name });
    network.add(layers.inputLayer({ inputShape, name: `${name}_input` }));
    declared.forEach((spec, index) => {
      const layer = layerFromSpec(spec, `${name}_${index + 1}`);
      try {
        network.add(layer);
      } catch (error) {
        throw new HelmholtzError('usage', `networks.${name}.${index}: ${(error as Error).message}`, {
          hint: `The layer "${spec.layer}" is given ${shapeAfter(network.outputs, inputShape)}.`,
          cause: error,
        });
      }
    });
    if (outputShape) endIn(network, inputShape, outputShape, name);
    return network.apply(input) as SymbolicTensor;
  };
}

type SequentialNetwork = ReturnType<typeof sequential>;

function endIn(
  network: SequentialNetwork,
  inputShape: number[],
  shape: readonly number[],
  name: string,
): void {
  const last = (network.outputs[0]?.shape.slice(1) ?? inputShape) as number[];
  if (last.join() === shape.join()) return;
  if (last.length > 1) network.add(layers.flatten({ name: `${name}_flatten` }));
  const units = shape.reduce((product, length) => product * length, 1);
  network.add(layers.dense({ units, name: `${name}_output` }));
  if (shape.length > 1) network.add(layers.reshape({ targetShape: [...shape], name: `${name}_reshape` }));
}

function shapeAfter(outputs: readonly SymbolicTensor[], inputShape: readonly number[]): string {
  return `[${(outputs[0]?.shape.slice(1) ?? inputShape).join(', ')}]`;
}
