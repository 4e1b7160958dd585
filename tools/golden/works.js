// What is trained: every recipe with small networks, and parts that no recipe has by default.

const image = { name: 'x', shape: [784] };
const pixels = { name: 'x', shape: [28, 28, 1] };
const label = { name: 'label', shape: [10] };
const adam = { name: 'adam', learningRate: 0.003 };
const one = [{ name: 'z', size: 4 }];
const two = [
  { name: 'z1', size: 6 },
  { name: 'z2', size: 3 },
];

/** @param {string} [activation] */
const hidden = (activation = 'relu') => [{ layer: 'dense', units: 20, activation }];
const networks = { recognition: hidden(), generative: hidden() };
const layered = {
  recognition_z1: hidden('tanh'),
  recognition_z2: hidden('tanh'),
  generative_z1: hidden('tanh'),
  generative_x: hidden('tanh'),
};
const normalized = () => [
  { layer: 'dense', units: 20, useBias: false },
  { layer: 'batchNormalization' },
  { layer: 'leakyReLU', alpha: 0.1 },
];

const vae = { recipe: 'vae', observed: image, latents: one, networks, optimizer: adam };
const dlgm = { recipe: 'dlgm', observed: image, latents: two, networks: layered, optimizer: adam };
const binary = { binarization: 'threshold' };

/** @param {number} filters @param {string} layer @param {string} activation */
const strided = (filters, layer = 'conv2d', activation = 'relu') => ({
  layer,
  filters,
  kernelSize: 4,
  strides: 2,
  padding: 'same',
  activation,
});

/**
 * A spec for each recipe, by its name.
 *
 * @type {Record<string, Record<string, unknown>>}
 */
export const recipeWorks = {
  autoencoder: {
    ...vae,
    recipe: 'autoencoder',
    networks: {
      recognition: hidden(),
      generative: [...hidden(), { layer: 'dense', units: 784, activation: 'sigmoid' }],
    },
    likelihood: 'normal',
  },
  'bayesian-logistic-regression': {
    recipe: 'bayesian-logistic-regression',
    observed: image,
    inputs: [label],
    latents: [{ name: 'w', size: 210 }],
    networks: { generative: hidden() },
    likelihood: 'bernoulli',
    optimizer: adam,
  },
  'bayesian-softmax-regression': {
    recipe: 'bayesian-softmax-regression',
    observed: image,
    inputs: [label],
    latents: [{ name: 'w', size: 210 }],
    networks: { generative: hidden() },
    likelihood: 'categorical',
    optimizer: adam,
  },
  composed: {
    recipe: 'composed',
    observed: { ...image, given: ['z1', 'z3'] },
    inputs: [{ ...label, given: ['z3'], likelihood: 'categorical' }],
    latents: [
      { name: 'z1', size: 6, posterior: { given: ['x'] }, prior: { given: ['z2'] } },
      { name: 'z2', size: 4, posterior: { given: ['z1'] }, prior: { given: ['z3'] } },
      { name: 'z3', size: 3, posterior: { given: ['z2', 'x'] } },
    ],
    networks: {
      recognition_z1: hidden(),
      recognition_z2: hidden(),
      recognition_z3: hidden(),
      generative_z1: hidden(),
      generative_z2: hidden(),
      generative_x: hidden(),
      generative_label: [],
    },
    optimizer: adam,
    data: binary,
  },
  'conv-vae': {
    recipe: 'conv-vae',
    observed: { name: 'x', shape: [32, 32, 1] },
    latents: one,
    networks: {
      recognition: [strided(4), strided(8), { layer: 'flatten' }, ...hidden()],
      generative: [
        ...hidden(),
        { layer: 'dense', units: 512, activation: 'relu' },
        { layer: 'reshape', targetShape: [8, 8, 8] },
        strided(4, 'conv2dTranspose'),
        strided(1, 'conv2dTranspose', 'sigmoid'),
      ],
    },
    likelihood: 'normal',
    optimizer: adam,
    data: { padding: 32 },
  },
  cvae: { ...vae, recipe: 'cvae', inputs: [label] },
  dlgm,
  'factor-analysis': {
    ...vae,
    recipe: 'factor-analysis',
    networks: { recognition: hidden(), generative: [] },
    likelihood: { name: 'normal', scale: 'learnedPerElement', minimumScale: 0.01 },
    posterior: { name: 'normal', scale: 'learnedPerElement' },
  },
  'gaussian-belief-network': {
    ...dlgm,
    recipe: 'gaussian-belief-network',
    likelihood: { name: 'normal', scale: 'learned' },
  },
  'gaussian-vae': { ...vae, recipe: 'gaussian-vae', likelihood: { name: 'normal', scale: 0.3 } },
  'ladder-vae': {
    ...dlgm,
    recipe: 'ladder-vae',
    networks: {
      recognition_z1: normalized(),
      recognition_z2: normalized(),
      generative_z1: normalized(),
      generative_x: normalized(),
    },
    posterior: 'precisionWeighted',
    objective: { name: 'elbo', warmUp: 0.5 },
  },
  'logistic-factor-analysis': {
    ...vae,
    recipe: 'logistic-factor-analysis',
    networks: { recognition: hidden(), generative: [] },
    data: binary,
  },
  'multimodal-vae': {
    ...vae,
    recipe: 'multimodal-vae',
    inputs: [{ ...label, likelihood: 'categorical' }],
    networks: {
      recognition_x: hidden(),
      recognition_label: hidden(),
      generative_x: hidden(),
      generative_label: hidden(),
    },
    posterior: 'productOfExperts',
    objective: 'subsampledElbo',
    data: binary,
  },
  'nonlinear-factor-analysis': {
    ...vae,
    recipe: 'nonlinear-factor-analysis',
    likelihood: { name: 'normal', scale: 'learnedPerElement', minimumScale: 0.01 },
  },
  'semi-supervised-vae': {
    ...vae,
    recipe: 'semi-supervised-vae',
    inputs: [label],
    networks: { ...networks, classifier: hidden() },
    objective: 'semiSupervisedVae',
  },
  'sigmoid-belief-network': {
    ...dlgm,
    recipe: 'sigmoid-belief-network',
    prior: { name: 'logitRelaxedBernoulli', temperature: 0.6 },
    posterior: 'relaxedBernoulli',
    objective: { name: 'elbo', kl: 'monteCarlo' },
    data: binary,
  },
  vae,
  'vq-vae': {
    ...vae,
    recipe: 'vq-vae',
    observed: { name: 'x', shape: [28, 28, 1] },
    networks: {
      recognition: [strided(4), strided(8)],
      generative: [strided(4, 'conv2dTranspose'), strided(2, 'conv2dTranspose')],
    },
    posterior: { name: 'vectorQuantized', codes: 12 },
    prior: 'uniformCodes',
    objective: 'vectorQuantization',
  },
};

/**
 * Objectives, likelihoods, posteriors, priors, optimizers and layers that the recipes' own specs
 * leave out.
 *
 * @type {Record<string, Record<string, unknown>>}
 */
export const partWorks = {
  'codebook by loss': {
    ...vae,
    posterior: { name: 'vectorQuantized', codes: 6, codebook: 'loss', groups: 3 },
    prior: 'uniformCodes',
    objective: { name: 'vectorQuantization', commitment: 0.5 },
  },
  'scalar quantization': {
    ...vae,
    posterior: { name: 'scalarQuantized', levels: 5, groups: 4 },
    prior: 'uniformCodes',
    objective: 'elbo',
  },
  'importance-weighted': {
    ...dlgm,
    recipe: { name: 'dlgm', scale: 'logScale' },
    likelihood: { name: 'bernoulli', offset: 'mean' },
    posterior: { name: 'normal', scale: 'logScale' },
    objective: { name: 'importanceWeightedBound', samples: 3, gradient: 'doublyReparameterized' },
    training: { schedule: { name: 'cosine', final: 0.0001 } },
    data: { binarization: 'sample' },
  },
  'importance-weighted + beta': {
    ...vae,
    objective: { name: 'importanceWeightedBound', samples: 3, beta: 0.9, warmUp: 0.5 },
  },
  'several samples + path gradient': {
    ...vae,
    objective: { name: 'elbo', samples: 2, kl: 'monteCarlo', gradient: 'path' },
  },
  'free bits + warm-up in cycles': {
    ...vae,
    objective: { name: 'elbo', beta: 2, freeBits: { nats: 0.2 }, warmUp: { cycles: 2, rise: 0.5 } },
  },
  'factorized and additive': {
    ...dlgm,
    recipe: { name: 'dlgm', recognition: 'factorized', generative: 'additive' },
  },
  'top down + full covariance': {
    ...dlgm,
    recipe: { name: 'dlgm', recognition: 'topDown' },
    posterior: 'multivariateNormal',
    objective: { name: 'elbo', kl: 'monteCarlo' },
  },
  'VampPrior + clipped + early stopping': {
    ...vae,
    prior: { name: 'vampPrior', components: 8 },
    objective: { name: 'elbo', kl: 'monteCarlo', warmUp: 0.2 },
    training: { clip: { norm: 1 }, earlyStopping: { patience: 5 }, nonFinite: 'skip' },
  },
  'relaxed categories': {
    ...vae,
    latents: [{ name: 'z', size: 12 }],
    posterior: { name: 'relaxedCategorical', categories: 4, temperature: 0.667 },
    prior: { name: 'logRelaxedCategorical', temperature: 0.667 },
    objective: { name: 'elbo', kl: 'monteCarlo', warmUp: 0.3 },
    data: binary,
  },
  'categories straight through + annealed temperature': {
    ...vae,
    latents: [{ name: 'z', size: 12 }],
    posterior: {
      name: 'relaxedCategorical',
      categories: 4,
      temperature: { from: 1, to: 0.5, over: 0.5 },
      straightThrough: true,
    },
    prior: 'logRelaxedCategorical',
    objective: { name: 'elbo', kl: 'discrete' },
    data: binary,
  },
  'exact categories by a score function with a baseline': {
    ...vae,
    latents: [{ name: 'z', size: 12 }],
    posterior: { name: 'categorical', categories: 4 },
    prior: 'categorical',
    objective: 'nvil',
    data: binary,
  },
  'low-rank precision': {
    ...vae,
    posterior: { name: 'lowRankNormal', rank: 2 },
    objective: { name: 'elbo', kl: 'monteCarlo', gradient: 'path' },
  },
  shares: { ...vae, posterior: 'dirichlet', prior: { name: 'dirichlet', concentration: 0.5 } },
  'unit vectors': { ...vae, posterior: 'vonMisesFisher', prior: 'uniformOnSphere' },
  'binary units summed out': {
    ...vae,
    latents: [{ name: 'z', size: 4 }],
    posterior: 'bernoulli',
    prior: 'bernoulli',
    objective: 'enumeratedElbo',
    data: binary,
  },
  'mixture of experts': {
    ...vae,
    recipe: 'multimodal-vae',
    inputs: [{ ...label, likelihood: 'categorical' }],
    networks: {
      recognition_x: hidden(),
      recognition_label: hidden(),
      generative_x: hidden(),
      generative_label: hidden(),
    },
    posterior: 'mixtureOfExperts',
    objective: 'stratifiedElbo',
    data: binary,
  },
  'prior of Student + momentum': {
    ...vae,
    prior: { name: 'studentT', degreesOfFreedom: 5 },
    objective: { name: 'elbo', kl: 'monteCarlo' },
    optimizer: { name: 'momentum', learningRate: 0.0001, nesterov: true },
  },
  'images + convolutions + dropout + rmsprop': {
    ...vae,
    observed: pixels,
    networks: {
      recognition: [strided(4), { layer: 'flatten' }, { layer: 'dropout', rate: 0.2 }, ...hidden()],
      generative: hidden(),
    },
    likelihood: 'discretizedLogistic',
    optimizer: { name: 'rmsprop', learningRate: 0.0001, momentum: 0.5 },
  },
  'likelihood continuousBernoulli + adamax': {
    ...vae,
    likelihood: 'continuousBernoulli',
    optimizer: { name: 'adamax', learningRate: 0.003 },
  },
  'likelihood laplace + adagrad': {
    ...vae,
    likelihood: { name: 'laplace', scale: 'network', minimumScale: 0.05 },
    optimizer: { name: 'adagrad', learningRate: 0.01 },
  },
  'likelihood studentT': {
    ...vae,
    likelihood: { name: 'studentT', scale: 'learned', minimumScale: 0.05 },
  },
  'likelihood normalMixture': {
    ...vae,
    likelihood: { name: 'normalMixture', components: 2, minimumScale: 0.05 },
  },
  'likelihood truncatedNormal': {
    ...vae,
    likelihood: { name: 'truncatedNormal', scale: 'learnedPerElement', minimumScale: 0.05 },
  },
  'likelihood vonMises': { ...vae, likelihood: 'vonMises' },
  'likelihood poisson + sgd': {
    ...vae,
    likelihood: 'poisson',
    data: binary,
    optimizer: { name: 'sgd', learningRate: 0.0001 },
  },
  'likelihood negativeBinomial + adadelta': {
    ...vae,
    likelihood: { name: 'negativeBinomial', concentration: 'learnedPerElement' },
    data: binary,
    optimizer: { name: 'adadelta', learningRate: 0.001 },
  },
};
