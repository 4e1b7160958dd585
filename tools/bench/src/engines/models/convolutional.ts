import {
  type Tensor4D,
  add,
  conv2d,
  conv2dTranspose,
  mean,
  mul,
  relu,
  reshape,
  sigmoid,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import type { ConvolutionalVae } from '../../work/work.js';
import type { Loss, Weights } from './loss.js';
import { dense, reparameterize, stack, standardNormalKl } from './parts.js';

export function convolutionalLoss({ side, filters }: ConvolutionalVae): Loss {
  const smallest = side / 2 ** filters.length;
  return (weights, batch, [noise]) => {
    const count = batch.shape[0];
    const x: Tensor4D = reshape(batch, [count, side, side, 1]);
    const maps = filters.reduce((input, _, index) => relu(convolution(weights, index, input)), x);
    const encoded = stack(weights, 'encoder', reshape(maps, [count, -1]), 1, relu);
    const loc = dense(weights, 'loc', encoded);
    const logVariance = dense(weights, 'logVariance', encoded);
    const z = reparameterize(loc, logVariance, noise!);
    const decoded = stack(weights, 'decoder', z, 2, relu);
    let drawn: Tensor4D = reshape(decoded, [count, smallest, smallest, filters.at(-1)!]);
    for (const index of filters.keys()) {
      const transposed = transposedConvolution(weights, index, drawn);
      drawn = index === filters.length - 1 ? sigmoid(transposed) : relu(transposed);
    }
    // Without the constant of the Gaussian density, which has no gradient.
    const reconstruction = mul(0.5, mean(sum(square(sub(x, drawn)), [1, 2, 3])));
    return add(reconstruction, standardNormalKl(loc, logVariance));
  };
}

function convolution(weights: Weights, index: number, x: Tensor4D): Tensor4D {
  const filter = weights[`convolution.${index}.kernel`] as Tensor4D;
  return add(conv2d(x, filter, 2, 'same'), weights[`convolution.${index}.bias`]!);
}

function transposedConvolution(weights: Weights, index: number, x: Tensor4D): Tensor4D {
  const filter = weights[`transposed.${index}.kernel`] as Tensor4D;
  const [count, height, width] = x.shape;
  const shape: [number, number, number, number] = [count, 2 * height, 2 * width, filter.shape[2]];
  return add(conv2dTranspose(x, filter, shape, 2, 'same'), weights[`transposed.${index}.bias`]!);
}
