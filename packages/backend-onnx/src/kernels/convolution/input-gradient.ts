import { itemAt } from '../../graph/item-at.js';
import { operation } from '../../graph/operators/operation.js';
import { pad, reshape, slice, transpose } from '../../graph/operators/shape.js';
import { type WindowAxis, after, depthToSpace, uncut } from '../../graph/operators/windows.js';
import { type Value, sizeOf } from '../../graph/value.js';
import { windowAttributes } from '../../graph/operators/blocked.js';
import type { Convolution } from './forward.js';
import { channelsFirst, channelsLast, filterOutputsFirst } from './layout.js';

/**
 * Computes the gradient of a convolution with respect to its images: a transposed convolution.
 *
 * @param dy [batch, ...windows, outputs]
 * @param filter [...window, channels, outputs]
 * @returns [batch, ...spatial, channels]
 */
export type InputGradient = (dy: Value, filter: Value, axes: readonly WindowAxis[]) => Value;

/** ONNX's ConvTranspose, with the channels first. */
export const transposedConvolution: InputGradient = (dy, filter, axes) => {
  const channels = itemAt(filter.shape, -2);
  const within = axes.map((axis) => {
    const end = after(axis);
    return {
      ...axis,
      before: Math.max(0, axis.before),
      input: axis.input + Math.min(0, axis.before) + Math.min(0, end),
    };
  });
  const shape = [itemAt(dy.shape, 0), channels, ...within.map(({ input }) => input)];
  const covered = operation(
    'ConvTranspose',
    [channelsFirst(dy), filterOutputsFirst(filter)],
    { shape, type: 'float32' },
    windowAttributes(within),
    dy.size * sizeOf(filter.shape.slice(0, -1)),
  );
  // Elements that no window covers.
  const unseen = (length: (axis: WindowAxis) => number): number[] => [
    0,
    ...axes.map((axis) => Math.max(0, -length(axis))),
    0,
  ];
  return pad(
    channelsLast(covered),
    unseen(({ before }) => before),
    unseen(after),
    undefined,
  );
};

/**
 * Convolution of dy without strides. Each window of dy gives a block of `stride` neighbours as
 * channels, which are then moved to their positions (Shi et al. 2016, "sub-pixel convolution").
 *
 * The filter is padded with zeros to whole strides. TensorFlow.js supports dilation only without
 * strides.
 */
export const subpixel =
  (convolve: Convolution): InputGradient =>
  (dy, filter, axes) => {
    const strides = axes.map(({ stride }) => stride);
    const [channels, outputs] = filter.shape.slice(-2) as [number, number];
    const cells = axes.map(({ size, stride }) => Math.ceil(size / stride));
    const rank = axes.length;
    const paddedFilter = pad(
      filter,
      filter.shape.map(() => 0),
      [...axes.map(({ size, stride }, at) => itemAt(cells, at) * stride - size), 0, 0],
      undefined,
    );
    const split = reshape(paddedFilter, [
      ...cells.flatMap((cell, at) => [cell, itemAt(strides, at)]),
      channels,
      outputs,
    ]);
    const outer = axes.map((_, at) => 2 * at);
    const inner = axes.map((_, at) => 2 * at + 1);
    const turned = transpose(split, [...outer, 2 * rank + 1, ...inner, 2 * rank]);
    const filterOfCells = slice(
      reshape(turned, [...cells, outputs, sizeOf(strides) * channels]),
      [...cells.map((cell) => cell - 1), 0, 0],
      [...cells.map(() => -1), outputs, sizeOf(strides) * channels],
      [...cells.map(() => -1), 1, 1],
    );
    const subAxes = axes.map(({ input, output, size, stride, dilation, before }, at) => {
      const reach = (itemAt(cells, at) - 1) * dilation;
      // Without strides the cells are the elements, and only those of x need be computed.
      return stride === 1
        ? { input: output, output: input, size, stride: 1, dilation, before: reach - before }
        : {
            input: output,
            output: output + itemAt(cells, at) - 1,
            size: itemAt(cells, at),
            stride: 1,
            dilation: 1,
            before: reach,
          };
    });
    const deep = convolve(dy, filterOfCells, subAxes);
    const wide = depthToSpace(deep, strides);
    return uncut(
      wide,
      axes.map((axis) => (axis.stride === 1 ? { ...axis, before: 0 } : axis)),
    );
  };
