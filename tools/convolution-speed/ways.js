import { linearize } from '../../packages/backend-onnx/dist/graph/linearize.js';
import { measureChannelBlock } from '../../packages/backend-onnx/dist/graph/operators/channel-block.js';
import { slice } from '../../packages/backend-onnx/dist/graph/operators/shape.js';
import { Value } from '../../packages/backend-onnx/dist/graph/value.js';
import * as chosen from '../../packages/backend-onnx/dist/kernels/convolution/choice.js';
import {
  byCells,
  byConvolution,
  byTaps,
} from '../../packages/backend-onnx/dist/kernels/convolution/filter-gradient.js';
import { blocked, plain } from '../../packages/backend-onnx/dist/kernels/convolution/forward.js';
import {
  subpixel,
  transposedConvolution,
} from '../../packages/backend-onnx/dist/kernels/convolution/input-gradient.js';
import { plainGraph } from '../../packages/backend-onnx/dist/onnx/encode.js';
import { askChannelBlock } from '../../packages/backend-onnx/dist/session/measure-channel-block.js';
import { Session } from '../../packages/backend-onnx/dist/session/session.js';

/**
 * Shape of a convolution of square images, padded by `pad` on all sides.
 *
 * @typedef {Record<'batch' | 'size' | 'channels' | 'outputs' | 'window' | 'stride' | 'pad',
 * number>} Shape
 */

measureChannelBlock(askChannelBlock);

/** @param {readonly number[]} shape */
function noise(shape) {
  let state = 1;
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x40000000 - 1;
  });
  return Value.leaf(data, shape, 'float32');
}

/**
 * Implementations of a convolution and its two gradients, by operation. `chosen` is the backend's
 * own choice.
 *
 * @param {Shape} shape
 */
export function waysFor({ batch, size, channels, outputs, window, stride, pad }) {
  const windows = Math.floor((size + 2 * pad - window) / stride) + 1;
  const axis = { input: size, output: windows, size: window, stride, dilation: 1, before: pad };
  const axes = [axis, axis];
  const x = noise([batch, size, size, channels]);
  const filter = noise([window, window, channels, outputs]);
  const dy = noise([batch, windows, windows, outputs]);
  const block = askChannelBlock();
  const inBlocks = block ? blocked(block) : plain;
  return {
    forward: {
      plain: plain(x, filter, axes),
      blocked: inBlocks(x, filter, axes),
      chosen: chosen.convolve(x, filter, axes),
    },
    images: {
      'transposed convolution': transposedConvolution(dy, filter, axes),
      'sub-pixel, plain': subpixel(plain)(dy, filter, axes),
      'sub-pixel, blocked': subpixel(inBlocks)(dy, filter, axes),
      chosen: chosen.inputGradient(dy, filter, axes),
    },
    filter: {
      convolution: byConvolution(x, dy, axes),
      taps: byTaps(x, dy, axes),
      cells: byCells(x, dy, axes),
      chosen: chosen.filterGradient(x, dy, axes),
    },
  };
}

/**
 * @param {Value} value
 * @param {number} threads
 * @returns a function that runs a value's graph once. It returns a single element, so that no array
 * is copied.
 */
export function compiled(value, threads) {
  const one = slice(
    value,
    value.shape.map(() => 0),
    value.shape.map(() => 1),
  );
  const { leaves, operations, outputs } = linearize([one]);
  const session = new Session(
    plainGraph({ inputs: leaves, operations, outputs }),
    { inputs: leaves.map(({ type }) => type), outputs: 1 },
    { threads },
  );
  const fed = leaves.map(({ data, shape }) => {
    if (!data) throw new Error('A leaf of the graph has no data.');
    return { data, shape };
  });
  return { run: () => session.run(fed), stop: () => session.dispose() };
}
