/** @typedef {(number | import('@tensorflow/tfjs-core').Tensor)[] | undefined} Losses */

/** @param {() => Promise<{ train: () => Promise<Losses> }>} load */
const written = (load) => async () => (await load()).train();

/**
 * The tests have short scripts, which are mostly start and compilation.
 *
 * @param {string} file
 * @param {string} run name of the function that trains
 * @returns {() => Promise<Losses>}
 */
const tested = (file, run) => async () => {
  const script = await import(`../../test/dist/third-party-scripts/${file}`);
  return (await script[run]()).history.loss;
};

/**
 * Training scripts as TensorFlow.js's users write them; each yields its losses by epoch.
 *
 * @type {Readonly<Record<string, { title: string; train: () => Promise<Losses> }>>}
 */
export const scripts = {
  'digits-mlp': {
    title: 'digits, dense 784-512-512-10, batch 128, 5 epochs of 6,000',
    train: written(() => import('./scripts/digits-mlp.js')),
  },
  'digits-cnn': {
    title: 'digits, convolutions of 8 and 16 filters, batch 512, 2 epochs of 5,000 with validation',
    train: written(() => import('./scripts/digits-cnn.js')),
  },
  'text-lstm': {
    title: 'text, an LSTM of 128 units over 40 characters, batch 128, 40 steps, then 20 predictions',
    train: written(() => import('./scripts/text-lstm.js')),
  },
  'short-mlp': {
    title: 'short: points, dense 2-64-64-3, batch 32, 8 epochs of 288',
    train: tested('mlp.js', 'trainMlp'),
  },
  'short-cnn': {
    title: 'short: pictures of 12 by 12, 8 and 16 filters, batch 32, 4 epochs of 160',
    train: tested('cnn.js', 'trainCnn'),
  },
  'short-lstm': {
    title: 'short: waves, an LSTM of 16 units over 12 steps, batch 32, 12 epochs of 96',
    train: tested('lstm.js', 'trainLstm'),
  },
};
