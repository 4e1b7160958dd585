import { itemAt } from '../../graph/item-at.js';
import { blockedConvolution, windowAttributes } from '../../graph/operators/blocked.js';
import { operation } from '../../graph/operators/operation.js';
import type { WindowAxis } from '../../graph/operators/windows.js';
import { type Value, sizeOf } from '../../graph/value.js';
import { alike, channelsFirst, channelsLast, filterOutputsFirst } from './layout.js';

/**
 * Computes a convolution.
 *
 * @param x [batch, ...spatial, channels]
 * @param filter [...window, channels, outputs]
 * @returns [batch, ...windows, outputs]
 */
export type Convolution = (x: Value, filter: Value, axes: readonly WindowAxis[]) => Value;

/** ONNX's Conv, with the channels first. */
export const plain: Convolution = (x, filter, axes) => {
  const image = alike(x, axes);
  return channelsLast(plainChannelsFirst(channelsFirst(image.x), filter, image.axes));
};

/** @param x [batch, channels, ...spatial], with windows that ONNX counts in the same way. */
export function plainChannelsFirst(x: Value, filter: Value, axes: readonly WindowAxis[]): Value {
  const shape = [itemAt(x.shape, 0), itemAt(filter.shape, -1), ...axes.map(({ output }) => output)];
  return operation(
    'Conv',
    [x, filterOutputsFirst(filter)],
    { shape, type: 'float32' },
    windowAttributes(axes),
    sizeOf(shape) * sizeOf(filter.shape.slice(0, -1)),
  );
}

/** Convolution in the processor's blocked layout, for images only. */
export const blocked =
  (block: number): Convolution =>
  (x, filter, axes) => {
    const image = alike(x, axes);
    return blockedConvolution(image.x, filter, { axes: image.axes, channelsLast: true, block });
  };
