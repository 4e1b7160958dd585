import { firstItems, itemAt } from '../graph/item-at.js';
import {
  type DepthwiseConv2dNativeAttrs,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropFilterInputs,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type DepthwiseConv2dNativeBackpropInputInputs,
  type DepthwiseConv2dNativeInputs,
  backend_util,
  util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { blockedDepthwise, windowAttributes } from '../graph/operators/blocked.js';
import { multiply } from '../graph/operators/elementwise.js';
import { operation } from '../graph/operators/operation.js';
import { reduce } from '../graph/operators/reduce.js';
import { concat, reshape, slice, transpose } from '../graph/operators/shape.js';
import { type WindowAxis, fold, positions, taps } from '../graph/operators/windows.js';
import { type Value, sizeOf } from '../graph/value.js';
import { channelBlock } from '../graph/operators/channel-block.js';
import { axesOf2d, fits, spatialOf } from './convolution/geometry.js';
import { alike, channelsFirst, channelsLast } from './convolution/layout.js';

type Shape4d = [number, number, number, number];

interface Windows {
  readonly strides: [number, number] | number;
  readonly pad: DepthwiseConv2dNativeAttrs['pad'];
  readonly dilations?: [number, number] | number | null;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function axesOf(
  shape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dilations, dimRoundingMode }: Windows,
): WindowAxis[] {
  const holes = dilations ?? 1;
  util.assert(
    backend_util.eitherStridesOrDilationsAreOne(strides, holes),
    () =>
      `Error in depthwiseConv2d: Either strides or dilations must be 1. Got strides ${String(strides)} and dilations '${String(holes)}'`,
  );
  return axesOf2d(
    backend_util.computeConv2DInfo(
      [...shape] as Shape4d,
      [...filterShape] as Shape4d,
      strides,
      holes,
      pad,
      dimRoundingMode,
      true,
    ),
  );
}

const areFloats = (...values: readonly Value[]): boolean => values.every(({ type }) => type === 'float32');

/** Depthwise convolution: each channel has its own filters. Undefined if there are no windows. */
export function depthwise2d(
  x: Value,
  filter: Value,
  attributes: DepthwiseConv2dNativeAttrs,
): Value | undefined {
  const axes = axesOf(x.shape, filter.shape, attributes);
  // The cpu kernel reads every image as one whose channels come last.
  if (!areFloats(x, filter) || attributes.dataFormat === 'NCHW') return undefined;
  if (axes.some(({ output }) => output <= 0)) return undefined;
  const image = alike(x, axes);
  const block = channelBlock();
  if (block && filter.shape[3] === 1)
    return blockedDepthwise(image.x, filter, { axes: image.axes, channelsLast: true, block });
  return grouped(image.x, filter, image.axes);
}

function grouped(x: Value, filter: Value, axes: readonly WindowAxis[]): Value {
  const [height, width, channels, multiplier] = filter.shape as Shape4d;
  const shape = [itemAt(x.shape, 0), channels * multiplier, ...axes.map(({ output }) => output)];
  const convolved = operation(
    'Conv',
    [channelsFirst(x), reshape(transpose(filter, [2, 3, 0, 1]), [channels * multiplier, 1, height, width])],
    { shape, type: 'float32' },
    { ...windowAttributes(axes), group: channels },
    sizeOf(shape) * height * width,
  );
  return channelsLast(convolved);
}

/** Separates channels and their filters: [batch, ...windows, channels, multiplier]. */
const apart = (dy: Value, channels: number): Value =>
  reshape(dy, [...dy.shape.slice(0, -1), channels, itemAt(dy.shape, -1) / channels]);

function inputGradient(dy: Value, filter: Value, axes: readonly WindowAxis[]): Value {
  const [height, width, channels, multiplier] = filter.shape as Shape4d;
  const parts = positions([height, width]).map((position) => {
    const [row, column] = firstItems(position, 2);
    const tapFilter = reshape(
      slice(filter, [row, column, 0, 0], [row + 1, column + 1, channels, multiplier]),
      [channels, multiplier],
    );
    return multiplier === 1
      ? multiply(dy, reshape(tapFilter, [channels]))
      : reduce('ReduceSum', multiply(apart(dy, channels), tapFilter), [dy.shape.length]);
  });
  return fold(parts, axes);
}

function filterGradient(x: Value, dy: Value, axes: readonly WindowAxis[], multiplier: number): Value {
  const channels = itemAt(x.shape, 3);
  const parts = taps(x, axes).map((tap) => {
    const product =
      multiplier === 1 ? multiply(tap, dy) : multiply(reshape(tap, [...tap.shape, 1]), apart(dy, channels));
    return reshape(reduce('ReduceSum', product, [0, 1, 2]), [1, channels, multiplier]);
  });
  return reshape(concat(parts, 0), [...axes.map(({ size }) => size), channels, multiplier]);
}

/** The cpu kernels of the gradients ignore dilation. */
function hasHoles(axes: readonly WindowAxis[]): boolean {
  return axes.some(({ dilation, size }) => dilation > 1 && size > 1);
}

export const depthwiseKernels: readonly Kernel[] = [
  kernel<DepthwiseConv2dNativeInputs, DepthwiseConv2dNativeAttrs>(
    { name: 'DepthwiseConv2dNative', cases: 'float32; NHWC' },
    ({ x, filter }, attributes) => depthwise2d(x, filter, attributes),
  ),
  kernel<DepthwiseConv2dNativeBackpropInputInputs, DepthwiseConv2dNativeBackpropInputAttrs>(
    {
      name: 'DepthwiseConv2dNativeBackpropInput',
      cases: 'float32; NHWC, no dilations, a gradient of as many windows as the images have',
    },
    ({ dy, filter }, attributes) => {
      const axes = axesOf(attributes.inputShape, filter.shape, attributes);
      if (!areFloats(dy, filter) || hasHoles(axes) || !fits(axes, spatialOf(dy.shape, true)))
        return undefined;
      return inputGradient(dy, filter, axes);
    },
  ),
  kernel<DepthwiseConv2dNativeBackpropFilterInputs, DepthwiseConv2dNativeBackpropFilterAttrs>(
    {
      name: 'DepthwiseConv2dNativeBackpropFilter',
      cases: 'float32; NHWC, no dilations, a gradient of as many windows as the images have',
    },
    ({ x, dy }, attributes) => {
      const axes = axesOf(x.shape, attributes.filterShape, attributes);
      if (!areFloats(x, dy) || hasHoles(axes) || !fits(axes, spatialOf(dy.shape, true))) return undefined;
      return filterGradient(x, dy, axes, attributes.filterShape[3]);
    },
  ),
];
