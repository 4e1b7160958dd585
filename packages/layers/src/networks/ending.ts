import { itemAt } from '@helmholtz/base';
import { sizeOf } from '@helmholtz/core';
import { type Sequential, layers } from '@tensorflow/tfjs-layers';

import { linear } from '../linear.js';
import { glorotUniform } from './initial-weights.js';
import { refuseMisfit } from './misfit.js';

/** Activations of hidden layers. Their outputs are not free, as logits and locations must be. */
const hiddenActivations = new Set(['relu', 'relu6', 'elu', 'selu', 'gelu', 'gelu_new', 'swish', 'mish']);

/** Layers that are such an activation. */
const hiddenLayers = new Set(['ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU']);

/** Layers that rearrange values, or drop some, without changing the others. */
const arrangements = new Set([
  'Flatten',
  'Reshape',
  'Permute',
  'Dropout',
  'SpatialDropout1D',
  'UpSampling2D',
  'Cropping2D',
  'ZeroPadding2D',
]);

/**
 * Makes a network end in unconstrained parameters of a shape. If its last layer has that shape and
 * no activation of hidden layers, nothing is added.
 *
 * Otherwise a linear layer is appended: a 1 by 1 convolution if rows and columns match, else a
 * dense layer, with a flatten before and a reshape after it as needed.
 *
 * @throws HelmholtzError (`usage`) if the network ends in a feature map of other rows or columns.
 */
export function endIn(
  network: Sequential,
  inputShape: readonly number[],
  shape: readonly number[],
  { name, path }: { readonly name: string; readonly path: string },
): void {
  const networkShape = (network.outputs[0]?.shape.slice(1) ?? inputShape) as number[];
  if (networkShape.join() === shape.join() && endsFreely(network)) return;
  refuseMisfit(networkShape, shape, path);
  const output = `${name}_output`;
  if (
    isImage(networkShape) &&
    isImage(shape) &&
    networkShape.slice(0, 2).join() === shape.slice(0, 2).join()
  ) {
    network.add(
      layers.conv2d({
        filters: itemAt(shape, 2),
        kernelSize: 1,
        kernelInitializer: glorotUniform,
        name: output,
      }),
    );
    return;
  }
  if (networkShape.length > 1) network.add(layers.flatten({ name: `${name}_flatten` }));
  const units = sizeOf(shape);
  network.add(linear({ units, name: output }));
  if (shape.length > 1) network.add(layers.reshape({ targetShape: [...shape], name: `${name}_reshape` }));
}

/** Whether the last layer of a network has no activation of hidden layers. */
function endsFreely(network: Sequential): boolean {
  const layersAfterInput = network.layers.slice(1);
  const lastLayer = layersAfterInput.findLast((layer) => !arrangements.has(layer.getClassName()));
  if (!lastLayer) return false;
  const { className, activation } = activationOf(lastLayer);
  return !hiddenLayers.has(className) && !hiddenActivations.has(activation as string);
}

/** Class and activation of a layer, or of the layer that it applies to each step. */
function activationOf(layer: layers.Layer): { readonly className: string; readonly activation: unknown } {
  const { activation, layer: child } = layer.getConfig() as { activation?: unknown; layer?: Wrapped };
  if (layer.getClassName() !== 'TimeDistributed' || !child) {
    return { className: layer.getClassName(), activation };
  }
  return { className: child.className, activation: child.config.activation };
}

interface Wrapped {
  readonly className: string;
  readonly config: { readonly activation?: unknown };
}

const isImage = (shape: readonly number[]): boolean => shape.length === 3;
