import { type Sequential, layers } from '@tensorflow/tfjs-layers';

import { linear } from '../linear.js';
import { glorotUniform } from './initial-weights.js';

/** Activations of hidden layers: what they end in is not free to be any number, as logits and locations are. */
const hiddenActivations = new Set(['relu', 'relu6', 'elu', 'selu', 'gelu', 'gelu_new', 'swish', 'mish']);

/** Layers that are such an activation themselves. */
const hiddenLayers = new Set(['ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU']);

/** Layers that leave values as they are, but for their arrangement. */
const arrangements = new Set([
  'Flatten',
  'Reshape',
  'Permute',
  'Dropout',
  'SpatialDropout1D',
  'UpSampling2D',
]);

/**
 * Lets a network end in parameters of a shape: by its own last layer where that has the shape and is free to be any number, by
 * a linear layer that is appended otherwise. Where rows and columns are the network's own, that is a convolution of 1 by 1;
 * else a dense layer, after a flatten and before a reshape where these are needed.
 */
export function endIn(
  network: Sequential,
  inputShape: readonly number[],
  shape: readonly number[],
  name: string,
): void {
  const last = (network.outputs[0]?.shape.slice(1) ?? inputShape) as number[];
  if (last.join() === shape.join() && endsFreely(network)) return;
  const output = `${name}_output`;
  if (isImage(last) && isImage(shape) && last.slice(0, 2).join() === shape.slice(0, 2).join()) {
    network.add(
      layers.conv2d({ filters: shape[2]!, kernelSize: 1, kernelInitializer: glorotUniform, name: output }),
    );
    return;
  }
  if (last.length > 1) network.add(layers.flatten({ name: `${name}_flatten` }));
  const units = shape.reduce((product, length) => product * length, 1);
  network.add(linear({ units, name: output }));
  if (shape.length > 1) network.add(layers.reshape({ targetShape: [...shape], name: `${name}_reshape` }));
}

/** Whether a network has a last layer of its own that is no hidden one. */
function endsFreely(network: Sequential): boolean {
  const own = network.layers.slice(1);
  const last = own.findLast((layer) => !arrangements.has(layer.getClassName()));
  if (!last) return false;
  const { activation } = last.getConfig();
  return !hiddenLayers.has(last.getClassName()) && !hiddenActivations.has(activation as string);
}

const isImage = (shape: readonly number[]): boolean => shape.length === 3;
