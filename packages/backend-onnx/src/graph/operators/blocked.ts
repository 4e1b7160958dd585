import { firstItems, itemAt } from '../item-at.js';
import { type Value, sizeOf } from '../value.js';
import { operation } from './operation.js';
import { pad, reshape, transpose } from './shape.js';
import { type WindowAxis, after } from './windows.js';

const NCHWC = 'com.microsoft.nchwc.';

// ONNX Runtime reorders channels in groups of four.
const QUAD = 4;

const roundUp = (length: number, multiple: number): number => Math.ceil(length / multiple) * multiple;

/** Pads an axis with zeros at its end. */
function lengthened(x: Value, axis: number, length: number): Value {
  const zeros = x.shape.map(() => 0);
  return pad(
    x,
    zeros,
    zeros.map((_, at) => (at === axis ? length - itemAt(x.shape, axis) : 0)),
    undefined,
  );
}

export interface BlockedConvolution {
  readonly axes: readonly WindowAxis[];
  readonly channelsLast: boolean;
  /** Number of channels that are stored together, which depends on the processor. */
  readonly block: number;
}

/**
 * Convolution in ONNX Runtime's blocked layout, [batch, channels / block, height, width, block].
 *
 * ONNX Runtime uses this layout by itself only for constant filters, which training never has. Here
 * the graph reorders the filter, which is small compared to the images.
 *
 * @param x [batch, height, width, channels], or [batch, channels, height, width] without
 *   `channelsLast`
 * @param filter [height, width, channels, outputs]
 */
export function blockedConvolution(
  x: Value,
  filter: Value,
  { axes, channelsLast, block }: BlockedConvolution,
): Value {
  const batch = itemAt(x.shape, 0);
  const [height, width, channels, outputs] = firstItems(filter.shape, 4);
  const windows = axes.map(({ output }) => output);
  // Few channels, such as those of an image, stay in their layout.
  const few = channels < block;
  const convolved = operation(
    `${NCHWC}Conv`,
    few
      ? [channelsLast ? transpose(x, [0, 3, 1, 2]) : x, filterOfFew(filter, block)]
      : [reorderInput(x, channelsLast, block), filterOfBlocks(filter, block)],
    { shape: [batch, roundUp(outputs, block), ...windows], type: 'float32' },
    windowAttributes(axes),
    batch * outputs * sizeOf(windows) * channels * height * width,
  );
  return reorderOutput(convolved, outputs, channelsLast);
}

/**
 * Depthwise convolution, one filter per channel, in the blocked layout.
 *
 * @param filter [height, width, channels, 1]
 */
export function blockedDepthwise(
  x: Value,
  filter: Value,
  { axes, channelsLast, block }: BlockedConvolution,
): Value {
  const [height, width, channels] = firstItems(filter.shape, 3);
  const roundedChannels = roundUp(channels, block);
  const side = reshape(lengthened(filter, 2, roundedChannels), [
    height,
    width,
    roundedChannels / block,
    block,
  ]);
  const convolved = operation(
    `${NCHWC}Conv`,
    [
      reorderInput(x, channelsLast, block),
      reshape(transpose(side, [2, 0, 1, 3]), [roundedChannels, 1, height, width]),
    ],
    { shape: [itemAt(x.shape, 0), roundedChannels, ...axes.map(({ output }) => output)], type: 'float32' },
    { ...windowAttributes(axes), group: roundedChannels },
  );
  return reorderOutput(convolved, channels, channelsLast);
}

export function windowAttributes(axes: readonly WindowAxis[]): Record<string, number[]> {
  return {
    kernel_shape: axes.map(({ size }) => size),
    strides: axes.map(({ stride }) => stride),
    dilations: axes.map(({ dilation }) => dilation),
    pads: [...axes.map(({ before }) => before), ...axes.map((axis) => Math.max(0, after(axis)))],
  };
}

function reorderInput(x: Value, channelsLast: boolean, block: number): Value {
  const axis = channelsLast ? 3 : 1;
  // What comes out of the blocked layout goes back into it as it was, but for channels that only
  // fill a block.
  if (
    x.producer?.operator === `${NCHWC}ReorderOutput` &&
    x.producer.attributes['channels_last'] === Number(channelsLast)
  ) {
    const inner = itemAt(x.producer.inputs, 0);
    if (inner.shape[1] === x.shape[axis]) return inner;
  }
  const [batch, ...lengths] = firstItems(x.shape, 4);
  const channels = itemAt(x.shape, axis);
  const padded = lengthened(x, axis, roundUp(channels, QUAD));
  const [height, width] = firstItems(channelsLast ? lengths : lengths.slice(1), 2);
  return operation(
    `${NCHWC}ReorderInput`,
    [padded],
    { shape: [batch, roundUp(channels, block), height, width], type: 'float32' },
    { channels_last: Number(channelsLast) },
  );
}

function reorderOutput(x: Value, channels: number, channelsLast: boolean): Value {
  const [batch, , height, width] = x.shape as [number, number, number, number];
  const shape = channelsLast ? [batch, height, width, channels] : [batch, channels, height, width];
  return operation(
    `${NCHWC}ReorderOutput`,
    [x],
    { shape, type: 'float32' },
    { channels, channels_last: Number(channelsLast) },
  );
}

/** [height, width, channels, outputs] to [outputs / block, channels, height, width, block]. */
function filterOfFew(filter: Value, block: number): Value {
  const [height, width, channels, outputs] = filter.shape as [number, number, number, number];
  const roundedOutputs = roundUp(outputs, block);
  const split = reshape(lengthened(filter, 3, roundedOutputs), [
    height,
    width,
    channels,
    roundedOutputs / block,
    block,
  ]);
  return reshape(transpose(split, [3, 2, 0, 1, 4]), [roundedOutputs, channels, height, width]);
}

/**
 * [height, width, channels, outputs] to [outputs / block, channels / block, height, width, block,
 * block].
 */
function filterOfBlocks(filter: Value, block: number): Value {
  const [height, width, channels, outputs] = filter.shape as [number, number, number, number];
  const [allIn, allOut] = [roundUp(channels, block), roundUp(outputs, block)];
  const split = reshape(lengthened(lengthened(filter, 2, allIn), 3, allOut), [
    height,
    width,
    allIn / block,
    block,
    allOut / block,
    block,
  ]);
  return reshape(transpose(split, [4, 2, 0, 1, 3, 5]), [allOut, allIn, height, width]);
}
