import { firstItems, itemAt } from '../graph/item-at.js';
import {
  type BatchToSpaceNDAttrs,
  type BatchToSpaceNDInputs,
  type DepthToSpaceAttrs,
  type DepthToSpaceInputs,
  type SpaceToBatchNDAttrs,
  type SpaceToBatchNDInputs,
  backend_util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { scalarConstant } from '../graph/operators/operation.js';
import { pad, reshape, slice, transpose } from '../graph/operators/shape.js';
import { sizeOf } from '../graph/value.js';

/** Kernels that move blocks of space to the batch, and back from the batch or the channels. */
export const blockKernels: readonly Kernel[] = [
  kernel<SpaceToBatchNDInputs, SpaceToBatchNDAttrs>('SpaceToBatchND', ({ x }, { blockShape, paddings }) => {
    const widths = x.shape.map((_, axis) => firstItems(paddings[axis - 1] ?? [0, 0], 2));
    const padded = pad(
      x,
      widths.map(([before]) => before),
      widths.map(([, after]) => after),
      scalarConstant(0, x.type),
    );
    const shape = [...padded.shape];
    const block = sizeOf(blockShape);
    const apart = backend_util.getReshaped(shape, blockShape, block, false);
    const order = backend_util.getPermuted(apart.length, blockShape.length, false);
    const together = backend_util.getReshapedPermuted(shape, blockShape, block, false);
    return reshape(transpose(reshape(padded, apart), order), together);
  }),
  kernel<BatchToSpaceNDInputs, BatchToSpaceNDAttrs>(
    { name: 'BatchToSpaceND', cases: 'results with elements' },
    ({ x }, { blockShape, crops }) => {
      const shape = [...x.shape];
      const block = sizeOf(blockShape);
      const apart = backend_util.getReshaped(shape, blockShape, block);
      const order = backend_util.getPermuted(apart.length, blockShape.length);
      const together = backend_util.getReshapedPermuted(shape, blockShape, block);
      const starts = backend_util.getSliceBeginCoords(crops, blockShape.length);
      const sizes = backend_util.getSliceSize(together, crops, blockShape.length);
      if (sizeOf(sizes) === 0) return undefined;
      const joined = reshape(transpose(reshape(x, apart), order), together);
      return slice(
        joined,
        together.map((_, axis) => starts[axis] ?? 0),
        together.map((length, axis) =>
          axis < sizes.length ? itemAt(starts, axis) + itemAt(sizes, axis) : length,
        ),
      );
    },
  ),
  kernel<DepthToSpaceInputs, DepthToSpaceAttrs>(
    { name: 'DepthToSpace', cases: 'NHWC' },
    ({ x }, { blockSize, dataFormat }) => {
      if (dataFormat !== 'NHWC') return undefined;
      const [batch, height, width, channels] = x.shape as [number, number, number, number];
      const depth = channels / blockSize ** 2;
      const apart = reshape(x, [batch, height, width, blockSize, blockSize, depth]);
      return reshape(transpose(apart, [0, 1, 3, 2, 4, 5]), [
        batch,
        height * blockSize,
        width * blockSize,
        depth,
      ]);
    },
  ),
];
