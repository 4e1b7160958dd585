import { HelmholtzError } from '@helmholtz/base';
import type { LayerSpec, Network } from '@helmholtz/core';
import { type Sequential, type SymbolicTensor, layers, sequential } from '@tensorflow/tfjs-layers';

import { endIn } from './ending.js';
import { layerFromSpec } from './layer-from-spec.js';
import { reshapeThatFits } from './reshape-that-fits.js';

/**
 * Creates a network, a `Sequential`, from layers as a spec declares them.
 *
 * If an output shape is requested, a linear layer is appended, unless the last layer already has
 * that shape and no activation of hidden layers.
 *
 * @param declaredName name of the network in the spec, for errors. The name of the network by
 * default.
 * @throws HelmholtzError (`usage`) that names the layer which is invalid or does not fit the one
 * before.
 *
 * @example
 * ```ts
 * import { networkFromSpec } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const network = networkFromSpec([{ layer: 'dense', units: 64, activation: 'relu' }]);
 * const output = network(input({ shape: [784] }), { name: 'recognition', outputShape: [2] });
 * console.log(output.shape); // [ null, 2 ]
 * ```
 */
export function networkFromSpec(declared: readonly LayerSpec[], declaredName?: string): Network {
  return (input, { name, outputShape }) => {
    const inputShape = input.shape.slice(1) as number[];
    const network = sequential({ name });
    network.add(layers.inputLayer({ inputShape, name: `${name}_input` }));
    const path = `networks.${declaredName ?? name}`;
    declared.forEach((spec, index) => {
      const before = shapeAfter(network, inputShape);
      withPath(
        `${path}.${index}`,
        `The input of the layer "${spec.layer}" has the shape [${before.join(', ')}].`,
        () => addTo(network, layerFromSpec(reshapeThatFits(spec, before), `${name}_${index + 1}`)),
      );
    });
    if (outputShape) endIn(network, inputShape, outputShape, { name, path });
    return network.apply(input) as SymbolicTensor;
  };
}

function addTo(network: Sequential, layer: layers.Layer): void {
  if (network.layers.some(({ name }) => name === layer.name)) {
    throw new HelmholtzError('usage', `Two layers have the name "${layer.name}".`, {
      hint: 'Remove the name, or choose one that is unique in this network.',
    });
  }
  network.add(layer);
}

/** Adds the path in the spec to an error. */
function withPath(path: string, hint: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const originalHint = error instanceof HelmholtzError ? error.hint : undefined;
    throw new HelmholtzError('usage', `${path}: ${(error as Error).message}`, {
      hint: originalHint ?? hint,
      cause: error,
    });
  }
}

function shapeAfter(network: Sequential, inputShape: readonly number[]): readonly (number | null)[] {
  return network.outputs[0]?.shape.slice(1) ?? inputShape;
}
