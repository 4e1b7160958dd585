import {
  type FillAttrs,
  type PackAttrs,
  type PadV2Attrs,
  type PadV2Inputs,
  type SelectInputs,
  type SliceAttrs,
  type SliceInputs,
  type SplitVAttrs,
  type SplitVInputs,
  type Tensor,
  type TileAttrs,
  type TileInputs,
  type TransposeAttrs,
  type TransposeInputs,
  type UnpackAttrs,
  type UnpackInputs,
  backend_util,
  slice_util,
  util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel, variadicKernel } from '../backend/kernel.js';
import { where } from '../graph/operators/elementwise.js';
import { dataOf, integers, operation, scalarConstant } from '../graph/operators/operation.js';
import { concat, expand, pad, reshape, slice, split, transpose } from '../graph/operators/shape.js';
import { type ElementType, Value, sizeOf } from '../graph/value.js';

const fill = (shape: readonly number[], value: number, type: ElementType): Value =>
  expand(scalarConstant(value, type), shape);

const filled = (name: string, value: number): Kernel =>
  kernel<{ x: unknown }>(name, ({ x }) => fill(x.shape, value, x.type));

/** An axis counted from the front. */
const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

const inserted = (shape: readonly number[], axis: number): number[] => [
  ...shape.slice(0, axis),
  1,
  ...shape.slice(axis),
];

export const arrayKernels: readonly Kernel[] = [
  kernel<TransposeInputs, TransposeAttrs>('Transpose', ({ x }, { perm }) => transpose(x, perm)),
  kernel<object, FillAttrs>('Fill', (_, { shape, value, dtype }) => {
    if (typeof value === 'string') return undefined;
    const type = (dtype as ElementType | undefined) ?? 'float32';
    // Fed, not part of the graph: a program may fill with another number every time.
    return expand(Value.leaf(dataOf(type, [value]), [], type), shape);
  }),
  filled('OnesLike', 1),
  filled('ZerosLike', 0),
  kernel<SliceInputs, SliceAttrs>('Slice', ({ x }, { begin, size }) => {
    const tensor = { shape: [...x.shape] } as Tensor;
    const [starts, sizes] = slice_util.parseSliceParams(tensor, begin, size) as [number[], number[]];
    slice_util.assertParamsValid(tensor, starts, sizes);
    if (sizeOf(sizes) === 0) return undefined;
    const ends = starts.map((start, axis) => start + sizes[axis]!);
    return slice(x, starts, ends);
  }),
  variadicKernel<{ axis: number }>('Concat', (values, { axis }) => {
    if (values.some(({ type }) => type !== values[0]!.type)) return undefined;
    return concat(values, util.parseAxisParam(axis, [...values[0]!.shape])[0]!);
  }),
  variadicKernel<PackAttrs>('Pack', (values, { axis }) => {
    const at = axisOf(axis, values[0]!.shape.length + 1);
    return concat(
      values.map((value) => reshape(value, inserted(value.shape, at))),
      at,
    );
  }),
  kernel<UnpackInputs, UnpackAttrs>('Unpack', ({ value }, { axis }) => {
    const at = axisOf(axis, value.shape.length);
    const shape = value.shape.filter((_, position) => position !== at);
    return split(
      value,
      Array.from({ length: value.shape[at]! }, () => 1),
      at,
    ).map((part) => reshape(part, shape));
  }),
  kernel<SplitVInputs, SplitVAttrs>('SplitV', ({ x }, { numOrSizeSplits, axis }) => {
    const at = util.parseAxisParam(axis, [...x.shape])[0]!;
    const sizes = backend_util.prepareSplitSize({ shape: x.shape } as never, numOrSizeSplits, at);
    return sizes.includes(0) ? undefined : split(x, sizes, at);
  }),
  kernel<TileInputs, TileAttrs>('Tile', ({ x }, { reps }) => {
    if (reps.includes(0)) return undefined;
    const shape = x.shape.map((length, axis) => length * reps[axis]!);
    return operation('Tile', [x, integers(reps)], { shape, type: x.type });
  }),
  kernel<PadV2Inputs, PadV2Attrs>('PadV2', ({ x }, { paddings, constantValue }) => {
    return pad(
      x,
      paddings.map(([before]) => before),
      paddings.map(([, after]) => after),
      scalarConstant(constantValue, x.type),
    );
  }),
  kernel<SelectInputs>('Select', ({ condition, t, e }) => {
    if (t.type === 'bool' || t.type !== e.type) return undefined;
    // A vector of conditions chooses whole rows.
    const rows = condition.shape.length === 1 && t.shape.length > 1;
    const shape = [...condition.shape, ...t.shape.slice(1).map(() => 1)];
    return where(rows ? reshape(condition, shape) : condition, t, e);
  }),
];
