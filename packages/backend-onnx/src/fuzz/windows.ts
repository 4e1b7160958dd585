import { itemAt } from '../graph/item-at.js';
import * as tf from '@tensorflow/tfjs-core';
// It makes the gradients known.
import '@tensorflow/tfjs-layers';

import type { Choice, Operation } from './operations.js';

/**
 * Makes images from the first tensor, filters from the second, and the upstream gradient from the
 * third.
 */
type OnImages = (
  images: tf.Tensor4D,
  from: { readonly filters: Source; readonly change: Source },
  choice: Choice,
) => tf.Tensor | readonly tf.Tensor[] | undefined;

/** A tensor of a shape, from numbers of another. */
type Source = (shape: readonly number[]) => tf.Tensor;

const MOST = 4;

/**
 * Repeats the numbers of a tensor as often as needed. They are bounded, because they are
 * multiplied.
 */
const numbersOf =
  (x: tf.Tensor): Source =>
  (shape) => {
    const size = tf.util.sizeFromShape([...shape]);
    const indices = Int32Array.from({ length: size }, (_, index) => index % x.size);
    const bounded = tf.clipByValue(tf.reshape(x, [x.size]), -MOST, MOST);
    return tf.reshape(tf.gather(bounded, tf.tensor1d(indices, 'int32')), [...shape]);
  };

const onImages = (kind: Operation['kind'], operations: Record<string, OnImages>): Operation[] =>
  Object.entries(operations).map(([name, run]) => ({
    name,
    kind,
    finite: true,
    apply: (operands, choice) => {
      if (operands.some(({ dtype, size }) => dtype !== 'float32' || size === 0)) return undefined;
      const [image, filters, change] = operands.map(numbersOf) as [Source, Source, Source];
      const shape = [1 + choice.below(2), 3 + choice.below(4), 3 + choice.below(4), 1 + choice.below(3)];
      return run(image(shape) as tf.Tensor4D, { filters, change }, choice);
    },
  }));

type Size = [number, number];
const sizeBelow = (limit: number, choice: Choice): Size => [1 + choice.below(limit), 1 + choice.below(limit)];

interface Windows {
  readonly filter: Size;
  readonly strides: Size;
  readonly pad: 'same' | 'valid' | number;
  readonly dilations: Size;
}

/** TensorFlow.js never supports windows with both strides and dilation. */
function windows(choice: Choice, dilated = false): Windows {
  const filter = sizeBelow(3, choice);
  const dilations: Size = dilated ? [2, 1 + choice.below(2)] : [1, 1];
  // With numeric padding, TensorFlow.js assumes a square filter.
  const square = filter[0] === filter[1] && dilations[0] === dilations[1];
  return {
    filter,
    strides: dilated ? [1, 1] : sizeBelow(3, choice),
    pad: choice.of(['same', 'valid', square ? 1 : 'same'] as const),
    dilations,
  };
}

type Layer = (images: tf.Tensor4D, from: Source, choice: Choice) => readonly [tf.Tensor[], Apply] | undefined;
type Apply = (...inputs: tf.Tensor[]) => tf.Tensor;

const fits = (images: tf.Tensor4D, { filter, dilations }: Windows): boolean =>
  filter.every((length, axis) => (length - 1) * itemAt(dilations, axis) < itemAt(images.shape, axis + 1));

const conv2d =
  (dilated: boolean): Layer =>
  (images, from, choice) => {
    const at = windows(choice, dilated);
    if (!fits(images, at)) return undefined;
    const filters = from([...at.filter, images.shape[3], 1 + choice.below(3)]);
    const apply: Apply = (x, w) =>
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, at.strides, at.pad, 'NHWC', at.dilations);
    return [[images, filters], apply];
  };

const depthwiseConv2d =
  (dilated: boolean): Layer =>
  (images, from, choice) => {
    const at = windows(choice, dilated);
    if (!fits(images, at)) return undefined;
    const filters = from([...at.filter, images.shape[3], 1 + choice.below(2)]);
    const strides: Size = [at.strides[0], at.strides[0]];
    const apply: Apply = (x, w) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, at.pad, 'NHWC', at.dilations);
    return [[images, filters], apply];
  };

/** TensorFlow.js has no gradients of these. */
const dilated: Record<string, Layer> = {
  'conv2d, dilated': conv2d(true),
  'depthwiseConv2d, dilated': depthwiseConv2d(true),
};

const layers: Record<string, Layer> = {
  conv2d: conv2d(false),
  depthwiseConv2d: depthwiseConv2d(false),
  conv2dTranspose: (images, from, choice) => {
    const { filter, strides } = windows(choice);
    const [batch, height, width, depth] = images.shape;
    const channels = 1 + choice.below(3);
    const out: [number, number, number, number] = [batch, height * strides[0], width * strides[1], channels];
    const apply: Apply = (x, w) =>
      tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, out, strides, 'same');
    return [[images, from([...filter, channels, depth])], apply];
  },
  avgPool: (images, _, choice) => {
    const { filter, strides } = windows(choice);
    const pad = choice.of(['same', 'valid'] as const);
    return [[images], (x) => tf.avgPool(x as tf.Tensor4D, filter, strides, pad)];
  },
  resizeBilinear: (images, _, choice) => {
    // The gradient of the cpu kernel confuses rows and columns.
    if (images.shape[1] !== images.shape[2]) return undefined;
    const size = sizeBelow(8, choice);
    const aligned = choice.below(2) === 0;
    return [[images], (x) => tf.image.resizeBilinear(x as tf.Tensor4D, size, aligned)];
  },
};

const maxPool: Layer = (images, _, choice) => {
  const { filter, strides } = windows(choice);
  const pad = choice.of(['same', 'valid'] as const);
  return [[images], (x) => tf.maxPool(x as tf.Tensor4D, filter, strides, pad)];
};

const forward =
  (layer: Layer): OnImages =>
  (images, { filters }, choice) => {
    const [inputs, apply] = layer(images, filters, choice) ?? [];
    return inputs && apply!(...inputs);
  };

const backward =
  (layer: Layer): OnImages =>
  (images, { filters, change }, choice) => {
    const [inputs, apply] = layer(images, filters, choice) ?? [];
    return inputs && tf.grads(apply!)(inputs, change(apply!(...inputs).shape));
  };

const each = (
  wrap: (layer: Layer) => OnImages,
  suffix: string,
  layers: Record<string, Layer>,
): Record<string, OnImages> =>
  Object.fromEntries(Object.entries(layers).map(([name, layer]) => [`${name}${suffix}`, wrap(layer)]));

/** Operations on windows of images, with gradients by images and filters. */
export const WINDOWS: readonly Operation[] = [
  ...onImages('smooth', each(forward, '', { ...layers, ...dilated })),
  ...onImages('smooth', each(backward, ' backwards', layers)),
  ...onImages('exact', { maxPool: forward(maxPool) }),
  // Rounding decides which of two equal elements is the maximum.
  ...onImages('jump', { 'maxPool backwards': backward(maxPool) }),
];
