import { itemAt } from '../item-at.js';
import { type Value, sizeOf } from '../value.js';
import { add } from './elementwise.js';
import { scalarConstant } from './operation.js';
import { concat, expand, pad, reshape, slice, transpose } from './shape.js';

/**
 * Windows that slide along one spatial axis. Window `o` covers the elements `o stride - before + k
 * dilation`.
 */
export interface WindowAxis {
  /** Length of the axis. */
  readonly input: number;
  /** Number of windows. */
  readonly output: number;
  /** Number of elements per window. */
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first element; negative if the first window begins after it. */
  readonly before: number;
}

/** All combinations of positions along axes of these lengths. The last axis varies fastest. */
export function positions(lengths: readonly number[]): number[][] {
  return lengths.reduce<number[][]>(
    (all, length) => all.flatMap((position) => Array.from({ length }, (_, index) => [...position, index])),
    [[]],
  );
}

/** Distance from the first element of the first window to the end of the last window. */
export const reach = ({ output, size, stride, dilation }: WindowAxis): number =>
  (output - 1) * stride + (size - 1) * dilation + 1;

/** Padding after the last element; negative if the last window ends before it. */
export const after = (axis: WindowAxis): number => reach(axis) - axis.input - axis.before;

/**
 * Crops or pads so that the windows cover exactly the result.
 *
 * @param x [batch, ...spatial, channels]
 * @param fill value of the padding.
 */
export function fitted(
  x: Value,
  axes: readonly WindowAxis[],
  lengths: readonly number[] = axes.map(reach),
  fill = 0,
): Value {
  const ends = axes.map(({ input, before }, at) => itemAt(lengths, at) - before - input);
  const withEdges = <T>(edge: T, inner: readonly T[]): T[] => [edge, ...inner, edge];
  const cut = slice(
    x,
    withEdges(
      0,
      axes.map(({ before }) => Math.max(0, -before)),
    ),
    x.shape.map((length, axis) => length + Math.min(0, itemAt(withEdges(0, ends), axis))),
  );
  return pad(
    cut,
    withEdges(
      0,
      axes.map(({ before }) => Math.max(0, before)),
    ),
    withEdges(
      0,
      ends.map((end) => Math.max(0, end)),
    ),
    scalarConstant(fill, x.type),
  );
}

/**
 * Returns, for each element of the window, the values that all windows have there.
 *
 * @param x [batch, ...spatial, channels]
 * @returns values [batch, ...windows, channels]. The last axis of the window varies fastest.
 */
export function taps(x: Value, axes: readonly WindowAxis[], fill = 0): Value[] {
  const covered = fitted(x, axes, undefined, fill);
  return positions(axes.map(({ size }) => size)).map((position) => {
    const starts = axes.map(({ dilation }, at) => itemAt(position, at) * dilation);
    return slice(
      covered,
      [0, ...starts, 0],
      [
        itemAt(covered.shape, 0),
        ...axes.map(({ output, stride }, at) => itemAt(starts, at) + (output - 1) * stride + 1),
        itemAt(covered.shape, -1),
      ],
      [1, ...axes.map(({ stride }) => stride), 1],
    );
  });
}

/** Adjoint of `taps`: for each element of x, the sum of the parts of the windows that cover it. */
export function fold(parts: readonly Value[], axes: readonly WindowAxis[]): Value {
  const strides = axes.map(({ stride }) => stride);
  const cells = axes.map(({ size, dilation, stride }) => Math.floor(((size - 1) * dilation) / stride) + 1);
  const phases = new Map<string, Value>();
  positions(axes.map(({ size }) => size)).forEach((position, index) => {
    const offsets = axes.map(({ dilation }, at) => itemAt(position, at) * dilation);
    const phase = offsets.map((offset, at) => offset % itemAt(strides, at)).join();
    const before = offsets.map((offset, at) => Math.floor(offset / itemAt(strides, at)));
    const part = pad(
      itemAt(parts, index),
      [0, ...before, 0],
      [0, ...before.map((cell, at) => itemAt(cells, at) - 1 - cell), 0],
      undefined,
    );
    const sum = phases.get(phase);
    phases.set(phase, sum ? add(sum, part) : part);
  });
  const shape = phases.values().next().value!.shape;
  const stacked = positions(strides).map((phase) => {
    const sum = phases.get(phase.join()) ?? expand(scalarConstant(0, itemAt(parts, 0).type), shape);
    return reshape(sum, [...shape.slice(0, -1), 1, itemAt(shape, -1)]);
  });
  const deep = concat(stacked, shape.length - 1);
  return uncut(
    depthToSpace(reshape(deep, [...shape.slice(0, -1), sizeOf(strides) * itemAt(shape, -1)]), strides),
    axes,
  );
}

/** Adjoint of `fitted`. */
export function uncut(seen: Value, axes: readonly WindowAxis[]): Value {
  return fitted(
    seen,
    axes.map((axis, at) => ({ ...axis, input: itemAt(seen.shape, at + 1), before: -axis.before })),
    axes.map(({ input }) => input),
  );
}

/**
 * Moves blocks of neighbours to the channels: [batch, ...spatial, channels] to [batch, ...spatial /
 * block, block * channels].
 */
export function spaceToDepth(x: Value, block: readonly number[]): Value {
  const [batch, channels] = [itemAt(x.shape, 0), itemAt(x.shape, -1)];
  const cells = block.map((length, at) => itemAt(x.shape, at + 1) / length);
  const split = reshape(x, [batch, ...cells.flatMap((cell, at) => [cell, itemAt(block, at)]), channels]);
  const outer = block.map((_, at) => 1 + 2 * at);
  const inner = block.map((_, at) => 2 + 2 * at);
  const sorted = transpose(split, [0, ...outer, ...inner, 1 + 2 * block.length]);
  return reshape(sorted, [batch, ...cells, sizeOf(block) * channels]);
}

/** Inverse of `spaceToDepth`. */
export function depthToSpace(x: Value, block: readonly number[]): Value {
  const rank = block.length;
  const cells = x.shape.slice(1, -1);
  const channels = itemAt(x.shape, -1) / sizeOf(block);
  const split = reshape(x, [itemAt(x.shape, 0), ...cells, ...block, channels]);
  const sorted = transpose(split, [0, ...block.flatMap((_, at) => [1 + at, 1 + rank + at]), 1 + 2 * rank]);
  return reshape(sorted, [
    itemAt(x.shape, 0),
    ...cells.map((cell, at) => cell * itemAt(block, at)),
    channels,
  ]);
}
