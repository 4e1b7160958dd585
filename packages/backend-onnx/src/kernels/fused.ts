import type {
  FusedConv2DAttrs,
  FusedConv2DInputs,
  FusedDepthwiseConv2DAttrs,
  FusedDepthwiseConv2DInputs,
  _FusedMatMulAttrs,
  _FusedMatMulInputs,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { add, like, minimum, unary } from '../graph/operators/elementwise.js';
import { matrixProduct } from '../graph/operators/matrix.js';
import { reshape } from '../graph/operators/shape.js';
import type { Value } from '../graph/value.js';
import { leaky } from './activation.js';
import { convolution2d } from './convolution/kernels.js';
import { depthwise2d } from './depthwise.js';

interface After {
  readonly bias?: Value | undefined;
  readonly slopes?: Value | undefined;
  readonly activation: string | undefined;
  readonly leakyreluAlpha: number | undefined;
}

function activated(x: Value, { activation, slopes, leakyreluAlpha }: After): Value | undefined {
  switch (activation ?? 'linear') {
    case 'linear':
      return x;
    case 'relu':
      return unary('Relu', x);
    case 'relu6':
      return minimum(unary('Relu', x), like(x, 6));
    case 'elu':
      return unary('Elu', x);
    case 'sigmoid':
      return unary('Sigmoid', x);
    case 'leakyrelu':
      return leaky(x, like(x, leakyreluAlpha ?? 0.2));
    case 'prelu':
      return slopes && leaky(x, slopes);
    default:
      return undefined;
  }
}

/** Adds a bias and applies an activation; undefined if this has no native form. */
function finished(x: Value | undefined, after: After): Value | undefined {
  const { bias } = after;
  if (x?.type !== 'float32' || (bias && bias.type !== 'float32')) return undefined;
  return activated(bias ? add(x, bias) : x, after);
}

/** Reshapes one number per channel for images with the channels first. A single number stays. */
function forChannels(values: Value | undefined, layout: 'NHWC' | 'NCHW'): Value | undefined {
  const each = layout === 'NCHW' && values?.shape.length === 1 && values.shape[0] !== 1;
  return each ? reshape(values, [...values.shape, 1, 1]) : values;
}

// TensorFlow.js leaves out optional inputs.
type Optional<T> = { readonly [Name in keyof T]: Value | undefined };

export const fusedKernels: readonly Kernel[] = [
  kernel<_FusedMatMulInputs, _FusedMatMulAttrs>(
    { name: '_FusedMatMul', cases: 'float32' },
    (inputs, attributes) => {
      const { a, b } = inputs;
      const { bias, preluActivationWeights: slopes } = inputs as Optional<_FusedMatMulInputs>;
      if (a.type !== 'float32' || b.type !== 'float32') return undefined;
      const product = matrixProduct(a, b, { a: attributes.transposeA, b: attributes.transposeB });
      const { activation, leakyreluAlpha } = attributes;
      return finished(product, { bias, slopes, activation, leakyreluAlpha });
    },
  ),
  kernel<FusedConv2DInputs, FusedConv2DAttrs>(
    { name: 'FusedConv2D', cases: 'float32' },
    (inputs, attributes) => {
      const { x, filter } = inputs;
      const { bias, preluActivationWeights } = inputs as Optional<FusedConv2DInputs>;
      const { activation, leakyreluAlpha, dataFormat } = attributes;
      return finished(convolution2d(x, filter, attributes), {
        bias: forChannels(bias, dataFormat),
        slopes:
          activation === 'prelu' ? forChannels(preluActivationWeights, dataFormat) : preluActivationWeights,
        activation,
        leakyreluAlpha,
      });
    },
  ),
  kernel<FusedDepthwiseConv2DInputs, FusedDepthwiseConv2DAttrs>(
    { name: 'FusedDepthwiseConv2D', cases: 'float32; NHWC' },
    (inputs, attributes) => {
      const { x, filter } = inputs;
      const { bias, preluActivationWeights: slopes } = inputs as Optional<FusedDepthwiseConv2DInputs>;
      const { activation, leakyreluAlpha } = attributes;
      return finished(depthwise2d(x, filter, attributes), { bias, slopes, activation, leakyreluAlpha });
    },
  ),
];
