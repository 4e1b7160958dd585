import { itemAt } from '../graph/item-at.js';
import {
  type ScatterNdAttrs,
  type ScatterNdInputs,
  type SparseToDenseAttrs,
  type SparseToDenseInputs,
  type TensorScatterUpdateAttrs,
  type TensorScatterUpdateInputs,
  type UnsortedSegmentSumAttrs,
  type UnsortedSegmentSumInputs,
  backend_util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { binary, less, like, where } from '../graph/operators/elementwise.js';
import { scatter } from '../graph/operators/gather.js';
import { scalarConstant } from '../graph/operators/operation.js';
import { expand, reshape, slice } from '../graph/operators/shape.js';
import { type ElementType, type Value, sizeOf } from '../graph/value.js';
import { flatIndices } from './indices.js';
import { tensorLike } from './tensor-like.js';

/** Replaces rows of a matrix, or adds to them. */
function scatterRows(x: Value, rows: Value, updates: Value, reduction: 'none' | 'add'): Value {
  const shape = [rows.size, itemAt(x.shape, 1)];
  return scatter(x, expand(reshape(rows, [rows.size, 1]), shape), updates, reduction);
}

const filled = (value: number, type: ElementType, shape: readonly number[]): Value =>
  expand(scalarConstant(value, type), shape);

/** Writes slices into a tensor, or adds them, at rows of indices. */
function scatterSlices(
  kernelName: string,
  x: Value,
  indices: Value,
  updates: Value,
  reduction: 'none' | 'add',
): Value {
  const { sliceRank, numUpdates, sliceSize, strides } = backend_util.calculateShapes(
    tensorLike(updates),
    tensorLike(indices),
    [...x.shape],
  );
  const rows = x.size / sliceSize;
  const flat = flatIndices(kernelName, indices, sliceRank, strides, rows);
  const slices =
    updates.size === 1
      ? expand(reshape(updates, [1, 1]), [numUpdates, sliceSize])
      : reshape(updates, [numUpdates, sliceSize]);
  return reshape(scatterRows(reshape(x, [rows, sliceSize]), flat, slices, reduction), x.shape);
}

export const scatterKernels: readonly Kernel[] = [
  kernel<ScatterNdInputs, ScatterNdAttrs>(
    { name: 'ScatterNd', cases: 'float32, int32' },
    ({ indices, updates }, { shape }) => {
      if (indices.type !== 'int32' || updates.type === 'bool' || sizeOf(shape) === 0) return undefined;
      return scatterSlices('ScatterNd', filled(0, updates.type, shape), indices, updates, 'add');
    },
  ),
  kernel<TensorScatterUpdateInputs, TensorScatterUpdateAttrs>(
    { name: 'TensorScatterUpdate', cases: 'int32 indices' },
    ({ tensor, indices, updates }) =>
      indices.type === 'int32' && tensor.type === updates.type
        ? scatterSlices('TensorScatterUpdate', tensor, indices, updates, 'none')
        : undefined,
  ),
  kernel<SparseToDenseInputs, SparseToDenseAttrs>(
    { name: 'SparseToDense', cases: 'int32 indices' },
    ({ sparseIndices, sparseValues, defaultValue }, { outputShape }) => {
      const sameType = sparseValues.type === defaultValue.type;
      if (sparseIndices.type !== 'int32' || !sameType || sizeOf(outputShape) === 0) return undefined;
      const background = expand(reshape(defaultValue, []), outputShape);
      return scatterSlices('SparseToDense', background, sparseIndices, sparseValues, 'none');
    },
  ),
  kernel<UnsortedSegmentSumInputs, UnsortedSegmentSumAttrs>(
    { name: 'UnsortedSegmentSum', cases: 'float32; segments along one axis' },
    ({ x, segmentIds }, { numSegments }) => {
      if (x.type !== 'float32' || segmentIds.type !== 'int32' || segmentIds.shape.length !== 1)
        return undefined;
      const [count, rest] = [segmentIds.size, x.shape.slice(1)];
      // Elements without a segment go to an extra segment, which is removed.
      const inside = binary(
        'And',
        less(like(segmentIds, -1), segmentIds),
        less(segmentIds, like(segmentIds, numSegments)),
      );
      const ids = where(inside, segmentIds, like(segmentIds, numSegments));
      const width = sizeOf(rest);
      const sums = filled(0, x.type, [numSegments + 1, width]);
      const allSums = scatterRows(sums, ids, reshape(x, [count, width]), 'add');
      return reshape(slice(allSums, [0, 0], [numSegments, width]), [numSegments, ...rest]);
    },
  ),
];
