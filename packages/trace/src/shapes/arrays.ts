import {
  type BatchToSpaceNDAttrs,
  type DepthToSpaceAttrs,
  type MirrorPadAttrs,
  type OneHotAttrs,
  type PackAttrs,
  type SliceAttrs,
  type SpaceToBatchNDAttrs,
  type SplitVAttrs,
  type StridedSliceAttrs,
  type Tensor,
  type TileAttrs,
  type TransposeAttrs,
  type UnpackAttrs,
  backend_util,
  slice_util,
} from '@tensorflow/tfjs-core';

import { type ElementType, type TensorSpec, sizeOf } from '../value.js';
import { type ShapeRules, listRule, rule, same, spec } from './rule.js';

interface X {
  x: unknown;
}

/** An axis counted from the front. */
const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

const tensorLike = ({ shape }: TensorSpec): Tensor => ({ shape: [...shape] }) as Tensor;

const padded = rule<X, Pick<MirrorPadAttrs, 'paddings'>>(({ x }, { paddings }) =>
  spec(
    x.shape.map((length, axis) => length + (paddings[axis]?.reduce((sum, width) => sum + width) ?? 0)),
    x.type,
  ),
);

const replaced = (shape: readonly number[], axis: number, ...lengths: number[]): number[] => [
  ...shape.slice(0, axis),
  ...lengths,
  ...shape.slice(axis + 1),
];

/** Kernels that move, repeat, cut or join elements. */
export const arrays: ShapeRules = {
  Reverse: rule<X>(({ x }) => x),
  TensorScatterUpdate: rule<{ tensor: unknown }>(({ tensor }) => tensor),
  FlipLeftRight: rule<{ image: unknown }>(({ image }) => image),
  ...same(['PadV2', 'MirrorPad'], padded),
  Transpose: rule<X, TransposeAttrs>(({ x }, { perm }) =>
    spec(
      perm.flatMap((axis) => x.shape[axis] ?? []),
      x.type,
    ),
  ),
  Slice: rule<X, SliceAttrs>(({ x }, { begin, size }) => {
    const [starts, sizes] = slice_util.parseSliceParams(tensorLike(x), begin, size) as [number[], number[]];
    slice_util.assertParamsValid(tensorLike(x), starts, sizes);
    return spec(sizes, x.type);
  }),
  StridedSlice: rule<X, StridedSliceAttrs>(({ x }, attributes) => {
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
    const { finalShape } = slice_util.sliceInfo(
      [...x.shape],
      begin,
      end,
      strides,
      beginMask,
      endMask,
      ellipsisMask,
      newAxisMask,
      shrinkAxisMask,
    );
    return spec(finalShape, x.type);
  }),
  Tile: rule<X, TileAttrs>(({ x }, { reps }) =>
    spec(
      x.shape.map((length, axis) => length * (reps[axis] ?? 1)),
      x.type,
    ),
  ),
  Concat: listRule<{ axis: number }>((values, { axis }) => {
    const [{ shape, type }] = values;
    const position = axisOf(axis, shape.length);
    return spec(
      replaced(
        shape,
        position,
        values.reduce((sum, value) => sum + (value.shape[position] ?? 0), 0),
      ),
      type,
    );
  }),
  Pack: listRule<PackAttrs>((values, { axis }) => {
    const [{ shape, type }] = values;
    const position = axisOf(axis, shape.length + 1);
    return spec([...shape.slice(0, position), values.length, ...shape.slice(position)], type);
  }),
  Unpack: rule<{ value: unknown }, UnpackAttrs>(({ value: { shape, type } }, { axis }) => {
    const position = axisOf(axis, shape.length);
    return Array.from({ length: shape[position] ?? 0 }, () => spec(replaced(shape, position), type));
  }),
  SplitV: rule<X, SplitVAttrs>(({ x }, { numOrSizeSplits, axis }) => {
    const position = axisOf(axis, x.shape.length);
    const lengths = backend_util.prepareSplitSize(tensorLike(x), numOrSizeSplits, position);
    return lengths.map((length) => spec(replaced(x.shape, position, length), x.type));
  }),
  Fill: rule<{ value: unknown }, { shape: number[] }>(({ value }, { shape }) => spec(shape, value.type)),
  OneHot: rule<{ indices: unknown }, OneHotAttrs>(({ indices }, { depth, dtype }) =>
    spec([...indices.shape, depth], (dtype as ElementType | undefined) ?? 'float32'),
  ),
  Diag: rule<X>(({ x }) => spec([...x.shape, ...x.shape], x.type)),
  SpaceToBatchND: rule<X, SpaceToBatchNDAttrs>(({ x }, { blockShape, paddings }) => {
    const shape = x.shape.map((length, axis) => {
      const [before, after] = paddings[axis - 1] ?? [0, 0];
      return length + (before ?? 0) + (after ?? 0);
    });
    return spec(backend_util.getReshapedPermuted(shape, blockShape, sizeOf(blockShape), false), x.type);
  }),
  BatchToSpaceND: rule<X, BatchToSpaceNDAttrs>(({ x }, { blockShape, crops }) => {
    const permuted = backend_util.getReshapedPermuted([...x.shape], blockShape, sizeOf(blockShape));
    const sizes = backend_util.getSliceSize(permuted, crops, blockShape.length);
    return spec(
      permuted.map((length, axis) => sizes[axis] ?? length),
      x.type,
    );
  }),
  DepthToSpace: rule<X, DepthToSpaceAttrs>(({ x }, { blockSize, dataFormat }) => {
    const [batch, a, b, c] = x.shape as [number, number, number, number];
    const shape =
      dataFormat === 'NHWC'
        ? [batch, a * blockSize, b * blockSize, c / blockSize ** 2]
        : [batch, a / blockSize ** 2, b * blockSize, c * blockSize];
    return spec(shape, x.type);
  }),
};
