const built = new URL('../../packages/backend-onnx/dist/', import.meta.url);
const load = (path) => import(new URL(path, built).href);

const { Value } = await load('graph/value.js');
const { linearize } = await load('graph/linearize.js');
const { slice } = await load('graph/operators/shape.js');
const { plainGraph } = await load('onnx/encode.js');
const { Session } = await load('session/session.js');
const { askChannelBlock } = await load('session/measure-channel-block.js');
(await load('graph/operators/channel-block.js')).measureChannelBlock(askChannelBlock);
const { blocked, plain } = await load('kernels/convolution/forward.js');
const { subpixel, transposedConvolution } = await load('kernels/convolution/input-gradient.js');
const { byCells, byConvolution, byTaps } = await load('kernels/convolution/filter-gradient.js');
const chosen = await load('kernels/convolution/choice.js');

function noise(shape) {
  let state = 1;
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x40000000 - 1;
  });
  return Value.leaf(data, shape, 'float32');
}

/** All ways to a convolution and its two gradients, by what they compute; `chosen` is what the backend takes. */
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

/** @returns a function that runs a value's graph once; its answer is a single element, so that none is copied. */
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
  const fed = leaves.map(({ data, shape }) => ({ data, shape }));
  return { run: () => session.run(fed), stop: () => session.dispose() };
}
