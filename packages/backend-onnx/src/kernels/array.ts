import { itemAt } from '../graph/item-at.js';
import {
  type FlipLeftRightInputs,
  type MirrorPadAttrs,
  type MirrorPadInputs,
  type PadV2Attrs,
  type PadV2Inputs,
  type ReverseAttrs,
  type ReverseInputs,
  type SelectInputs,
  type SliceAttrs,
  type SliceInputs,
  type StridedSliceAttrs,
  type StridedSliceInputs,
  type Tensor,
  type TransposeAttrs,
  type TransposeInputs,
  slice_util,
  util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { where } from '../graph/operators/elementwise.js';
import { scalarConstant } from '../graph/operators/operation.js';
import { concat, pad, reshape, reverse, slice, transpose } from '../graph/operators/shape.js';
import { Value, sizeOf } from '../graph/value.js';

/** Slice of one axis. */
function along(x: Value, axis: number, start: number, end: number): Value {
  return slice(
    x,
    x.shape.map((_, at) => (at === axis ? start : 0)),
    x.shape.map((length, at) => (at === axis ? end : length)),
  );
}

/**
 * Mirrors an axis at both ends.
 *
 * @param edge 1 if the outermost elements are not repeated.
 */
function mirror(x: Value, axis: number, [before, after]: readonly [number, number], edge: number): Value {
  const length = itemAt(x.shape, axis);
  const parts = [
    before > 0 ? reverse(along(x, axis, edge, edge + before), [axis]) : undefined,
    x,
    after > 0 ? reverse(along(x, axis, length - edge - after, length - edge), [axis]) : undefined,
  ];
  return concat(
    parts.filter((part) => part !== undefined),
    axis,
  );
}

/**
 * Slices consecutive rows of known data immediately; undefined in other cases.
 *
 * The rows differ from batch to batch, and each position would be another graph.
 */
function rowsAtHand(
  { data, type, shape }: Value,
  starts: readonly number[],
  sizes: readonly number[],
): Value | undefined {
  if (!data || shape.length === 0) return undefined;
  if (sizes.some((length, axis) => (axis === 0) === (length === shape[axis]))) return undefined;
  const row = sizeOf(shape.slice(1));
  return Value.leaf(
    data.slice(itemAt(starts, 0) * row, (itemAt(starts, 0) + itemAt(sizes, 0)) * row),
    sizes,
    type,
  );
}

export const arrayKernels: readonly Kernel[] = [
  kernel<TransposeInputs, TransposeAttrs>('Transpose', ({ x }, { perm }) => transpose(x, perm)),
  kernel<ReverseInputs, ReverseAttrs>('Reverse', ({ x }, { dims }) =>
    reverse(x, util.parseAxisParam(dims, [...x.shape])),
  ),
  kernel<FlipLeftRightInputs>({ name: 'FlipLeftRight', cases: 'float32' }, ({ image }) =>
    image.type === 'float32' ? reverse(image, [2]) : undefined,
  ),
  kernel<SliceInputs, SliceAttrs>(
    { name: 'Slice', cases: 'results with elements' },
    ({ x }, { begin, size }) => {
      const tensor = { shape: [...x.shape] } as Tensor;
      const [starts, sizes] = slice_util.parseSliceParams(tensor, begin, size) as [number[], number[]];
      slice_util.assertParamsValid(tensor, starts, sizes);
      if (sizeOf(sizes) === 0) return undefined;
      const ends = starts.map((start, axis) => start + itemAt(sizes, axis));
      return rowsAtHand(x, starts, sizes) ?? slice(x, starts, ends);
    },
  ),
  kernel<StridedSliceInputs, StridedSliceAttrs>(
    { name: 'StridedSlice', cases: 'results with elements' },
    ({ x }, attributes) => {
      const { begin, end, finalShape, strides } = slice_util.sliceInfo(
        [...x.shape],
        attributes.begin,
        attributes.end,
        attributes.strides,
        attributes.beginMask,
        attributes.endMask,
        attributes.ellipsisMask,
        attributes.newAxisMask,
        attributes.shrinkAxisMask,
      );
      if (sizeOf(finalShape) === 0) return undefined;
      const sizes = slice_util.computeOutShape(begin, end, strides);
      const ends = begin.map((start, axis) => start + itemAt(sizes, axis) * itemAt(strides, axis));
      return reshape(slice(x, begin, ends, strides), finalShape);
    },
  ),
  kernel<PadV2Inputs, PadV2Attrs>('PadV2', ({ x }, { paddings, constantValue }) =>
    pad(
      x,
      paddings.map(([before]) => before),
      paddings.map(([, after]) => after),
      scalarConstant(constantValue, x.type),
    ),
  ),
  kernel<MirrorPadInputs, MirrorPadAttrs>('MirrorPad', ({ x }, { paddings, mode }) =>
    paddings.reduce((padded, widths, axis) => mirror(padded, axis, widths, mode === 'reflect' ? 1 : 0), x),
  ),
  kernel<SelectInputs>({ name: 'Select', cases: 'tensors of one type' }, ({ condition, t, e }) => {
    if (t.type !== e.type) return undefined;
    // A vector of conditions chooses whole rows.
    const rows = condition.shape.length === 1 && t.shape.length > 1;
    const shape = [...condition.shape, ...t.shape.slice(1).map(() => 1)];
    return where(rows ? reshape(condition, shape) : condition, t, e);
  }),
];
