import {
  type Conv2DAttrs,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropFilterInputs,
  type Conv2DBackpropInputAttrs,
  type Conv2DBackpropInputInputs,
  type Conv2DInputs,
  type Conv3DAttrs,
  type Conv3DBackpropFilterV2Attrs,
  type Conv3DBackpropFilterV2Inputs,
  type Conv3DBackpropInputV2Attrs,
  type Conv3DBackpropInputV2Inputs,
  type Conv3DInputs,
  backend_util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from '../kernel.js';
import type { WindowAxis } from '../../graph/operators/windows.js';
import type { Value } from '../../graph/value.js';
import { convolve, filterGradient, inputGradient } from './choice.js';
import { axesOf2d, axesOf3d, fits, spatialOf } from './geometry.js';
import { channelsFirst, channelsLast } from './layout.js';

type Shape4d = [number, number, number, number];
type Shape5d = [number, number, number, number, number];
type Layout = Conv2DAttrs['dataFormat'];

const areFloats = (...values: readonly Value[]): boolean => values.every(({ type }) => type === 'float32');

/** Applies a function on images with the channels last to images in any layout. */
function inLayout(layout: Layout, images: readonly Value[], make: (...images: Value[]) => Value): Value {
  return layout === 'NCHW' ? channelsFirst(make(...images.map(channelsLast))) : make(...images);
}

function axes2d(
  shape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dimRoundingMode }: Omit<Conv2DAttrs, 'dilations'>,
  dilations: number | [number, number] = 1,
): WindowAxis[] {
  return axesOf2d(
    backend_util.computeConv2DInfo(
      [...shape] as Shape4d,
      [...filterShape] as Shape4d,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      false,
      backend_util.convertConv2DDataFormat(dataFormat),
    ),
  );
}

function axes3d(
  shape: readonly number[],
  filterShape: readonly number[],
  {
    strides,
    pad,
    dilations,
  }: { strides: Conv3DAttrs['strides']; pad: 'valid' | 'same'; dilations?: Conv3DAttrs['dilations'] },
): WindowAxis[] {
  return axesOf3d(
    backend_util.computeConv3DInfo(
      [...shape] as Shape5d,
      [...filterShape] as Shape5d,
      strides,
      dilations ?? 1,
      pad,
    ),
  );
}

/** Convolution of images; undefined if TensorFlow.js has no windows. */
export function convolution2d(x: Value, filter: Value, attributes: Conv2DAttrs): Value | undefined {
  if (!areFloats(x, filter)) return undefined;
  const axes = axes2d(x.shape, filter.shape, attributes, attributes.dilations);
  if (axes.some(({ output }) => output <= 0)) return undefined;
  return inLayout(attributes.dataFormat, [x], (image) => convolve(image, filter, axes));
}

export const convolutionKernels: readonly Kernel[] = [
  kernel<Conv2DInputs, Conv2DAttrs>({ name: 'Conv2D', cases: 'float32' }, ({ x, filter }, attributes) =>
    convolution2d(x, filter, attributes),
  ),
  kernel<Conv2DBackpropInputInputs, Conv2DBackpropInputAttrs>(
    { name: 'Conv2DBackpropInput', cases: 'float32; a gradient of as many windows as the images have' },
    ({ dy, filter }, attributes) => {
      const { inputShape, dataFormat } = attributes;
      const axes = axes2d(inputShape, filter.shape, attributes);
      // If dy has other windows than the images, the cpu kernel uses the windows that both have.
      if (!areFloats(dy, filter) || !fits(axes, spatialOf(dy.shape, dataFormat === 'NHWC'))) return undefined;
      return inLayout(dataFormat, [dy], (gradient) => inputGradient(gradient, filter, axes));
    },
  ),
  kernel<Conv2DBackpropFilterInputs, Conv2DBackpropFilterAttrs>(
    { name: 'Conv2DBackpropFilter', cases: 'float32; a gradient of as many windows as the images have' },
    ({ x, dy }, attributes) => {
      const { filterShape, dataFormat } = attributes;
      const axes = axes2d(x.shape, filterShape, attributes);
      if (!areFloats(x, dy) || !fits(axes, spatialOf(dy.shape, dataFormat === 'NHWC'))) return undefined;
      const toChannelsLast = dataFormat === 'NCHW' ? channelsLast : (image: Value): Value => image;
      return filterGradient(toChannelsLast(x), toChannelsLast(dy), axes);
    },
  ),
  kernel<Conv3DInputs, Conv3DAttrs>({ name: 'Conv3D', cases: 'float32' }, ({ x, filter }, attributes) => {
    const axes = axes3d(x.shape, filter.shape, attributes);
    if (!areFloats(x, filter) || axes.some(({ output }) => output <= 0)) return undefined;
    return convolve(x, filter, axes);
  }),
  kernel<Conv3DBackpropInputV2Inputs, Conv3DBackpropInputV2Attrs>(
    { name: 'Conv3DBackpropInputV2', cases: 'float32; a gradient of as many windows as the images have' },
    ({ dy, filter }, attributes) => {
      const axes = axes3d(attributes.inputShape, filter.shape, attributes);
      return areFloats(dy, filter) && fits(axes, spatialOf(dy.shape, true))
        ? inputGradient(dy, filter, axes)
        : undefined;
    },
  ),
  kernel<Conv3DBackpropFilterV2Inputs, Conv3DBackpropFilterV2Attrs>(
    { name: 'Conv3DBackpropFilterV2', cases: 'float32; a gradient of as many windows as the images have' },
    ({ x, dy }, attributes) => {
      const axes = axes3d(x.shape, attributes.filterShape, attributes);
      return areFloats(x, dy) && fits(axes, spatialOf(dy.shape, true))
        ? filterGradient(x, dy, axes)
        : undefined;
    },
  ),
];
