import { serialization } from '@tensorflow/tfjs-core';

const averagePooling = (axes: string): string => `the mean of each window, ${axes}`;
const maxPooling = (axes: string): string => `the largest value of each window, ${axes}`;

/** One line for each layer: its effect on the input, and its required options. */
const descriptions: Readonly<Record<string, string>> = {
  activation: 'an activation function by name; activation',
  alphaDropout: 'dropout that keeps mean and variance, for selu; rate',
  averagePooling1d: averagePooling('over steps'),
  averagePooling2d: averagePooling('over rows and columns'),
  averagePooling3d: averagePooling('over three axes'),
  avgPool1d: 'averagePooling1d',
  avgPool2d: 'averagePooling2d',
  avgPool3d: 'averagePooling3d',
  avgPooling1d: 'averagePooling1d',
  avgPooling2d: 'averagePooling2d',
  avgPooling3d: 'averagePooling3d',
  batchNormalization: 'normalizes each feature over the batch, then scales and shifts it',
  bidirectional: 'a recurrent layer over the steps in both directions; child',
  categoryEncoding: 'whole numbers to one-hot or multi-hot vectors; numTokens',
  centerCrop: 'cuts out the middle of images; height, width',
  conv1d: 'convolution over steps; filters, kernelSize',
  conv2d: 'convolution over rows and columns; filters, kernelSize',
  conv2dTranspose: 'transposed convolution: makes images larger with strides; filters, kernelSize',
  conv3d: 'convolution over three axes; filters, kernelSize',
  conv3dTranspose: 'transposed convolution over three axes; filters, kernelSize',
  convLstm2d: 'LSTM whose products are convolutions; filters, kernelSize',
  cropping2D: 'cuts rows and columns off the edges; cropping',
  dense: 'fully connected layer: activation(x W + b); units',
  depthwiseConv2d: 'convolution of each channel by itself; kernelSize',
  dropout: 'sets a part of the values to 0 in training; rate',
  elu: 'x where positive, else alpha (exp(x) - 1)',
  embedding: 'a learned vector for each whole number; inputDim, outputDim',
  flatten: 'all axes of an example as one, row-major',
  gaussianDropout: 'multiplies by noise around 1 in training; rate',
  gaussianNoise: 'adds noise in training; stddev',
  globalAveragePooling1d: 'the mean over all steps',
  globalAveragePooling2d: 'the mean over all rows and columns',
  globalMaxPool1d: 'globalMaxPooling1d',
  globalMaxPool2d: 'globalMaxPooling2d',
  globalMaxPooling1d: 'the largest value over all steps',
  globalMaxPooling2d: 'the largest value over all rows and columns',
  gru: 'gated recurrent unit over steps; units',
  layerNormalization: 'normalizes the features of each example, then scales and shifts them',
  leakyReLU: 'x where positive, else alpha x',
  lstm: 'long short-term memory over steps; units',
  masking: 'masks steps whose features all equal maskValue, so that recurrent layers skip them; maskValue',
  maxPool1d: 'maxPooling1d',
  maxPool2d: 'maxPooling2d',
  maxPooling1d: maxPooling('over steps'),
  maxPooling2d: maxPooling('over rows and columns'),
  maxPooling3d: maxPooling('over three axes'),
  permute: 'the axes in another order; dims',
  prelu: 'x where positive, else x times a learned slope',
  randomWidth: 'stretches images at random in training; factor',
  reLU: 'x where positive, else 0',
  repeatVector: 'repeats a vector as n equal steps; n',
  rescaling: 'scale x + offset; scale',
  reshape: 'the same values in another shape; targetShape',
  resizing: 'images interpolated to another size; height, width',
  separableConv2d: 'convolution of each channel, then across channels; filters, kernelSize',
  simpleRNN: 'recurrent layer: activation(x W + h U + b) over steps; units',
  softmax: 'positive values that sum to 1 over an axis',
  spatialDropout1d: 'sets whole features to 0 in training; rate',
  thresholdedReLU: 'x where above theta, else 0',
  timeDistributed: 'a layer applied to each step; child',
  upSampling2d: 'repeats rows and columns; size',
  zeroPadding2d: 'rows and columns of zeros at the edges; padding',
  KLDivergence: "passes a posterior's parameters through and adds KL(q, p) to the loss",
  Latent: 'marks its input as the value of a latent variable',
  Parameter: 'learned values, the same for every example; shape, value',
  LogVarianceToScale: 'log-variances to standard deviations, exp(x / 2)',
};

/**
 * Returns one line about a layer that a spec can name. Registered classes define a static
 * `description`.
 *
 * @example
 * ```ts
 * import { layerDescription } from '@helmholtz/layers';
 *
 * console.log(layerDescription('flatten')); // all axes of an example as one, row-major
 * ```
 */
export function layerDescription(name: string): string {
  if (Object.hasOwn(descriptions, name)) return descriptions[name]!;
  const registered = serialization.SerializationMap.getMap().classNameMap[name]?.[0] as
    { readonly description?: unknown } | undefined;
  const description = registered?.description;
  return typeof description === 'string' ? description : 'a layer class of a plugin, without a description';
}
