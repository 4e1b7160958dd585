/**
 * Keras' initializer of kernels: uniform, with variance 2 / (inputs + outputs) (Glorot and Bengio
 * 2010, equation 16).
 */
export const glorotUniform = 'glorotUniform';

const kernel = { kernelInitializer: glorotUniform };

/**
 * Options of TensorFlow.js' layer factories whose default is `glorotNormal`. TensorFlow.js does not
 * correct it for its truncation: its deviation is 0.88 of Glorot's.
 */
const replaced: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dense: kernel,
  conv1d: kernel,
  conv2d: kernel,
  conv3d: kernel,
  conv2dTranspose: kernel,
  conv3dTranspose: kernel,
  depthwiseConv2d: { depthwiseInitializer: glorotUniform },
  simpleRNN: kernel,
  simpleRNNCell: kernel,
  gru: kernel,
  gruCell: kernel,
  lstm: kernel,
  lstmCell: kernel,
  convLstm2d: kernel,
  convLstm2dCell: kernel,
};

/**
 * Returns Keras' initializers for the options of a layer that are omitted.
 *
 * @param factory factory of TensorFlow.js, such as `dense`. Any other layer keeps its own defaults.
 */
export function kerasInitializers(
  factory: string,
  given: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const options = Object.hasOwn(replaced, factory) ? Object.entries(replaced[factory] ?? {}) : [];
  return Object.fromEntries(options.filter(([option]) => given[option] === undefined));
}
