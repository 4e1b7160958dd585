import type { backend_util } from '@tensorflow/tfjs-core';

import type { WindowAxis } from '../../graph/operators/windows.js';

type Info2d = ReturnType<typeof backend_util.computeConv2DInfo>;
type Info3d = ReturnType<typeof backend_util.computeConv3DInfo>;

/** Windows of a convolution or pooling over images. */
export function axesOf2d(info: Info2d): WindowAxis[] {
  return [
    {
      input: info.inHeight,
      output: info.outHeight,
      size: info.filterHeight,
      stride: info.strideHeight,
      dilation: info.dilationHeight,
      before: info.padInfo.top,
    },
    {
      input: info.inWidth,
      output: info.outWidth,
      size: info.filterWidth,
      stride: info.strideWidth,
      dilation: info.dilationWidth,
      before: info.padInfo.left,
    },
  ];
}

/** Windows of a convolution or pooling over volumes. */
export function axesOf3d(info: Info3d): WindowAxis[] {
  return [
    {
      input: info.inDepth,
      output: info.outDepth,
      size: info.filterDepth,
      stride: info.strideDepth,
      dilation: info.dilationDepth,
      before: info.padInfo.front,
    },
    ...axesOf2d(info as unknown as Info2d),
  ];
}

/** Whether there are windows and they match the spatial shape. */
export function fits(axes: readonly WindowAxis[], spatial: readonly number[]): boolean {
  return axes.every(
    ({ output, before }, at) => output > 0 && output === spatial[at] && Number.isInteger(before),
  );
}

/** Shape of an image without batch and channels. */
export function spatialOf(shape: readonly number[], channelsLast: boolean): readonly number[] {
  return channelsLast ? shape.slice(1, -1) : shape.slice(2);
}
