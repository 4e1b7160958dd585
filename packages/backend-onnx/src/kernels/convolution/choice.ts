import { itemAt } from '../../graph/item-at.js';
import type { WindowAxis } from '../../graph/operators/windows.js';
import { sizeOf } from '../../graph/value.js';
import { channelBlock } from '../../graph/operators/channel-block.js';
import { type FilterGradient, byCells, byConvolution, byTaps } from './filter-gradient.js';
import { type Convolution, blocked, plain } from './forward.js';
import { type InputGradient, subpixel, transposedConvolution } from './input-gradient.js';

// The numbers here were measured with tools/convolution-speed; docs/decisions/convolutions.md has
// them.

/** The blocked layout supports images only. */
function blockFor(axes: readonly WindowAxis[]): number | undefined {
  return axes.length === 2 ? channelBlock() : undefined;
}

/** Fastest convolution. */
export const convolve: Convolution = (x, filter, axes) => {
  const block = blockFor(axes);
  return (block ? blocked(block) : plain)(x, filter, axes);
};

// Ratio of work at which ONNX's transposed convolution is as fast as a blocked convolution.
const WORTHWHILE = 1.5;

/** Fastest gradient with respect to the images. */
export const inputGradient: InputGradient = (dy, filter, axes) => {
  const block = blockFor(axes);
  const holes = axes.some(({ dilation, stride }) => dilation > 1 && stride > 1);
  const suits = block && !holes && surplus(axes, itemAt(filter.shape, -2), block) < WORTHWHILE;
  return (suits ? subpixel(blocked(block)) : transposedConvolution)(dy, filter, axes);
};

/**
 * Ratio of computed to useful work of a sub-pixel convolution, which pads windows to strides and
 * channels to blocks.
 */
function surplus(axes: readonly WindowAxis[], channels: number, block: number): number {
  const windows = axes.map(({ size, stride }) => (Math.ceil(size / stride) * stride) / size);
  const outputs = sizeOf(axes.map(({ stride }) => stride)) * channels;
  return (sizeOf(windows) * Math.ceil(outputs / block) * block) / outputs;
}

// Each element of a window adds nodes to the graph.
const MANY_TAPS = 64;
// A matrix product with fewer rows does not fill the processor's registers.
const FEW_ROWS = 8;

/** Fastest gradient with respect to the filter. */
export const filterGradient: FilterGradient = (x, dy, axes) => {
  const taps = sizeOf(axes.map(({ size }) => size));
  const strides = sizeOf(axes.map(({ stride }) => stride));
  const wholeCells = axes.every(({ size, stride, dilation }) => size % stride === 0 && dilation === 1);
  const isCells = wholeCells && strides > 1 && taps / strides <= MANY_TAPS;
  const isTaps = taps <= MANY_TAPS && itemAt(x.shape, -1) >= FEW_ROWS;
  return (isCells ? byCells : isTaps ? byTaps : byConvolution)(x, dy, axes);
};
