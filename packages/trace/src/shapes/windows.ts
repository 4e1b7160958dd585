import {
  type AvgPool3DAttrs,
  type AvgPoolAttrs,
  type Conv2DAttrs,
  type Conv3DAttrs,
  type Dilation2DAttrs,
  type ResizeBilinearAttrs,
  backend_util,
} from '@tensorflow/tfjs-core';

import { type ShapeRule, type ShapeRules, rule, same, spec } from './rule.js';

interface X {
  x: unknown;
}

interface Convolved extends X {
  filter: unknown;
}

/** Depthwise kernels may leave out the layout, and gradients the dilations. */
type ConvolutionAttributes = Pick<Conv2DAttrs, 'strides' | 'pad' | 'dimRoundingMode'> &
  Partial<Pick<Conv2DAttrs, 'dataFormat' | 'dilations'>>;

type Shape3d = [number, number, number];
type Shape4d = [number, number, number, number];
type Shape5d = [number, number, number, number, number];

const convolution = (depthwise: boolean): ShapeRule =>
  rule<Convolved, ConvolutionAttributes>(
    ({ x, filter }, { strides, pad, dataFormat, dilations, dimRoundingMode }) => {
      const { outShape } = backend_util.computeConv2DInfo(
        [...x.shape] as Shape4d,
        [...filter.shape] as Shape4d,
        strides,
        dilations ?? 1,
        pad,
        dimRoundingMode,
        depthwise,
        backend_util.convertConv2DDataFormat(dataFormat ?? 'NHWC'),
      );
      return spec(outShape, x.type);
    },
  );

const pooling = rule<X, AvgPoolAttrs>(({ x }, { filterSize, strides, pad, dimRoundingMode }) => {
  const images = [...x.shape] as Shape4d;
  const { outShape } = backend_util.computePool2DInfo(images, filterSize, strides, 1, pad, dimRoundingMode);
  return spec(outShape, x.type);
});

const pooling3d = rule<X, AvgPool3DAttrs>(({ x }, { filterSize, strides, pad, dimRoundingMode }) => {
  const volumes = [...x.shape] as Shape5d;
  const { outShape } = backend_util.computePool3DInfo(volumes, filterSize, strides, 1, pad, dimRoundingMode);
  return spec(outShape, x.type);
});

/** Gradient with respect to an input that an attribute gives the shape of. */
const ofShape = (attribute: 'inputShape' | 'filterShape'): ShapeRule =>
  rule<{ dy: unknown }, Record<typeof attribute, number[]>>(({ dy }, attributes) =>
    spec(attributes[attribute], dy.type),
  );

const likeX = rule<X>(({ x }) => x);
const likeInput = rule<{ input: unknown }>(({ input }) => input);
const likeImages = rule<{ images: unknown }>(({ images }) => spec(images.shape, 'float32'));

const resized = (type?: 'float32'): ShapeRule =>
  rule<{ images: unknown }, ResizeBilinearAttrs>(({ images }, { size: [height, width] }) => {
    const [batch, , , channels] = images.shape as Shape4d;
    return spec([batch, height, width, channels], type ?? images.type);
  });

/** Kernels with windows that slide over images. */
export const windows: ShapeRules = {
  ...same(['Conv2D', 'FusedConv2D'], convolution(false)),
  ...same(['DepthwiseConv2dNative', 'FusedDepthwiseConv2D'], convolution(true)),
  ...same(['MaxPool', 'AvgPool'], pooling),
  ...same(['MaxPool3D', 'AvgPool3D'], pooling3d),
  ...same(['MaxPoolGrad', 'AvgPoolGrad', 'MaxPool3DGrad', 'AvgPool3DGrad'], likeInput),
  ...same(
    ['Conv2DBackpropInput', 'Conv3DBackpropInputV2', 'DepthwiseConv2dNativeBackpropInput'],
    ofShape('inputShape'),
  ),
  ...same(
    ['Conv2DBackpropFilter', 'Conv3DBackpropFilterV2', 'DepthwiseConv2dNativeBackpropFilter'],
    ofShape('filterShape'),
  ),
  ...same(['ResizeBilinearGrad', 'ResizeNearestNeighborGrad'], likeImages),
  ResizeBilinear: resized('float32'),
  ResizeNearestNeighbor: resized(),
  Conv3D: rule<Convolved, Omit<Conv3DAttrs, 'dilations'> & Partial<Conv3DAttrs>>(
    ({ x, filter }, { strides, pad, dilations }) => {
      const { outShape } = backend_util.computeConv3DInfo(
        [...x.shape] as Shape5d,
        [...filter.shape] as Shape5d,
        strides,
        dilations ?? 1,
        pad,
      );
      return spec(outShape, x.type);
    },
  ),
  Dilation2D: rule<Convolved, Dilation2DAttrs>(({ x, filter }, { strides, pad, dilations }) => {
    const { outShape } = backend_util.computeDilation2DInfo(
      [...x.shape] as Shape4d,
      [...filter.shape] as Shape3d,
      strides,
      pad,
      'NHWC',
      dilations,
    );
    return spec(outShape, x.type);
  }),
  Dilation2DBackpropInput: likeX,
  Dilation2DBackpropFilter: rule<Convolved>(({ filter }) => filter),
};
