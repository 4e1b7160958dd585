import { backend_util } from '@tensorflow/tfjs-core';

import { KernelSequence, registerOnWasm } from './kernels.js';

type ConvShape = [number, number, number, number];

/**
 * The gradient of a convolution with respect to its filter, which the wasm backend lacks, as a
 * convolution itself: of x with its batch and channels exchanged, by dy as the filter, dilated by
 * the strides.
 */
export function registerConvGradient(): void {
  registerOnWasm('Conv2DBackpropFilter', ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as { x: (typeof inputs)[string]; dy: (typeof inputs)[string] };
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs;
    const info = backend_util.computeConv2DInfo(
      x.shape as ConvShape,
      filterShape as ConvShape,
      strides as number,
      1,
      pad as 'same',
      dimRoundingMode as 'floor',
      false,
      backend_util.convertConv2DDataFormat(dataFormat as 'NHWC'),
    );
    const { top, bottom, left, right } = info.padInfo;
    const sequence = new KernelSequence(backend);
    const [rowsColumnsLast, back] =
      dataFormat === 'NHWC' ? [x, dy] : [x, dy].map((t) => sequence.transpose(t, [0, 2, 3, 1]));
    const padded = sequence.run(
      'PadV2',
      { x: rowsColumnsLast! },
      {
        paddings: [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
        constantValue: 0,
      },
    );
    const correlated = sequence.run(
      'Conv2D',
      { x: sequence.transpose(padded, [3, 1, 2, 0]), filter: sequence.transpose(back!, [1, 2, 0, 3]) },
      { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [info.strideHeight, info.strideWidth] },
    );
    const size = [info.inChannels, info.filterHeight, info.filterWidth, info.outChannels];
    const cut = sequence.run('Slice', { x: correlated }, { begin: [0, 0, 0, 0], size });
    return sequence.finish(sequence.transpose(cut, [1, 2, 0, 3]));
  });
}
