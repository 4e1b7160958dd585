// What the kill test trains: small models that together use all that a checkpoint must hold.

/**
 * @import { PluginApi, PluginContributions } from '@helmholtz/cli'
 * @import { LayerSpec } from '@helmholtz/core'
 */

/**
 * A plugin is read as the command reads it.
 *
 * @type {{ default: (api: PluginApi) => PluginContributions }}
 */
const { default: adversarialPosterior } = await import(
  new URL('../../examples/plugins/adversarial-posterior.js', import.meta.url).href
);

const networks = (/** @type {readonly LayerSpec[]} */ recognition) => ({
  recognition,
  generative: [{ layer: 'dense', units: 8, activation: 'relu' }],
});
const dense = { layer: 'dense', units: 8, activation: 'relu' };

const model = {
  recipe: 'vae',
  observed: { shape: [16] },
  latents: [{ name: 'z', size: 2 }],
  networks: networks([dense]),
  // Thirteen batches an epoch, the last of them smaller.
  data: { dataset: 'two-patterns', validation: 40 },
  training: { epochs: 8, batchSize: 16 },
};

/** @typedef {{ name: string; backends: string[]; spec: object }} Model */

/**
 * Specs by what they add, and the backends that they are trained on.
 *
 * @type {readonly Model[]}
 */
export const models = [
  {
    name: 'early stopping',
    backends: ['cpu', 'onnx'],
    spec: {
      ...model,
      optimizer: { name: 'adam', learningRate: 0.05 },
      training: { ...model.training, earlyStopping: { patience: 3 } },
    },
  },
  {
    name: 'schedule and warm-up',
    backends: ['onnx', 'wasm'],
    spec: {
      ...model,
      objective: { name: 'elbo', warmUp: 0.5 },
      optimizer: { name: 'rmsprop', learningRate: 0.02, momentum: 0.5 },
      training: { ...model.training, schedule: { name: 'cosine' } },
    },
  },
  {
    name: 'dropout and batch normalization',
    backends: ['cpu', 'onnx'],
    spec: {
      ...model,
      networks: networks([dense, { layer: 'batchNormalization' }, { layer: 'dropout', rate: 0.2 }]),
      optimizer: { name: 'momentum', learningRate: 0.01 },
    },
  },
  {
    name: 'two phases with a discriminator',
    backends: ['cpu', 'onnx'],
    spec: {
      ...model,
      objective: { name: 'adversarialPosterior', steps: 2 },
      training: { ...model.training, clip: { norm: 5 }, earlyStopping: { patience: 3 } },
    },
  },
];

/**
 * The data set of the models and the objective of two phases, as a plugin.
 *
 * @param {PluginApi} api
 * @returns {PluginContributions}
 */
export default (api) => {
  const { core, datasets } = api;
  const part = (/** @type {string} */ name, /** @type {number} */ count) => {
    const random = new core.RandomStream(0, name);
    const data = Array.from({ length: count }, () => {
      const first = random.next() < 0.5;
      return Array.from({ length: 16 }, (_, index) =>
        random.next() < 0.9 === (first === index < 8) ? 1 : 0,
      );
    });
    return datasets.arrayDataset({ name, shape: [16], data });
  };
  const load = async () => ({ train: part('train', 240), test: part('test', 40) });
  return {
    ...adversarialPosterior(api),
    datasets: [{ name: 'two-patterns', description: 'two patterns, with noise', load }],
  };
};
