import { HelmholtzError } from '@helmholtz/base';
import type { LayerSpec, Network } from '@helmholtz/core';
import { type Sequential, type SymbolicTensor, layers, sequential } from '@tensorflow/tfjs-layers';

import { endIn } from './ending.js';
import { layerFromSpec } from './layer-from-spec.js';

/**
 * A network as a Sequential of declared layers. Where an output shape is asked of it, a linear layer is appended, unless the
 * last layer has that shape and is no hidden one.
 *
 * @param declaredName its name in the spec, where that is not what its layers are named after.
 * @throws HelmholtzError (`usage`) that names the layer which can't be made, or does not fit on what comes before it.
 */
export function networkFromSpec(declared: readonly LayerSpec[], declaredName?: string): Network {
  return (input, { name, outputShape }) => {
    const inputShape = input.shape.slice(1) as number[];
    const network = sequential({ name });
    network.add(layers.inputLayer({ inputShape, name: `${name}_input` }));
    declared.forEach((spec, index) => {
      at(
        `networks.${declaredName ?? name}.${index}`,
        `The layer "${spec.layer}" is given ${shapeAfter(network, inputShape)}.`,
        () => addTo(network, layerFromSpec(spec, `${name}_${index + 1}`)),
      );
    });
    if (outputShape) endIn(network, inputShape, outputShape, name);
    return network.apply(input) as SymbolicTensor;
  };
}

function addTo(network: Sequential, layer: layers.Layer): void {
  if (network.layers.some(({ name }) => name === layer.name)) {
    throw new HelmholtzError('usage', `The name "${layer.name}" is taken by another layer.`, {
      hint: 'Leave the name out, or choose one that is free in this network.',
    });
  }
  network.add(layer);
}

/** Says of an error where in the spec it comes from. */
function at(path: string, hint: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const own = error instanceof HelmholtzError ? error.hint : undefined;
    throw new HelmholtzError('usage', `${path}: ${(error as Error).message}`, {
      hint: own ?? hint,
      cause: error,
    });
  }
}

function shapeAfter(network: Sequential, inputShape: readonly number[]): string {
  return `[${(network.outputs[0]?.shape.slice(1) ?? inputShape).join(', ')}]`;
}
