import type { WindowAxis } from '../../graph/operators/windows.js';
import { sizeOf } from '../../graph/value.js';
import { channelBlock } from '../../onnx/channel-block.js';
import { type FilterGradient, byCells, byConvolution, byPatches, byTaps } from './filter-gradient.js';
import { type Convolution, blocked, plain } from './forward.js';
import { type InputGradient, subpixel, transposedConvolution } from './input-gradient.js';

/** The fastest way to convolve. */
export const convolve: Convolution = (x, filter, axes) => {
  const block = axes.length === 2 ? channelBlock() : undefined;
  return (block ? blocked(block) : plain)(x, filter, axes);
};

/** The fastest way to the gradient with respect to the images. */
export const inputGradient: InputGradient = (dy, filter, axes) => {
  const block = axes.length === 2 ? channelBlock() : undefined;
  const holes = axes.some(({ dilation, stride }) => dilation > 1 && stride > 1);
  return (block && !holes ? subpixel(blocked(block)) : transposedConvolution)(dy, filter, axes);
};

// Each element of a window is a node or several of the graph.
const MANY_TAPS = 64;
// A matrix product with fewer rows does not fill the processor's registers.
const FEW_ROWS = 16;

/** The fastest way to the gradient with respect to the filter. */
export const filterGradient: FilterGradient = (x, dy, axes) => {
  const window = sizeOf(axes.map(({ size }) => size));
  const channels = x.shape.at(-1)!;
  return waySuited(window, channels, axes)(x, dy, axes);
};

function waySuited(window: number, channels: number, axes: readonly WindowAxis[]): FilterGradient {
  if (window > MANY_TAPS) return byConvolution;
  const wholeStrides = axes.every(({ size, stride, dilation }) => size % stride === 0 && dilation === 1);
  const strides = sizeOf(axes.map(({ stride }) => stride));
  if (wholeStrides && (strides > 1 || channels >= FEW_ROWS)) return byCells;
  return channels < FEW_ROWS ? byPatches : byTaps;
}
