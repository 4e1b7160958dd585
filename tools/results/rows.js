// What is trained, how, and what there is to hold it against. A row is a run, and a command in docs/results.md.

const mnist = ['--dataset', 'mnist'];
const importanceWeighted = (layers, samples, { paper, limit }) => ({
  name: `iwae-${layers}-k${samples}`,
  table: 'importance-weighted',
  model: layers === 'one-layer' ? 'one layer' : 'two layers',
  samples,
  paper,
  limit,
  train: [
    `examples/models/iwae-${layers}.yaml`,
    // One draw of the latents is a noisy gradient of little cost: greater batches, and more epochs.
    ...(samples === 1
      ? ['--set', 'objective.samples=1', '--batch-size', '100', '--learning-rate', '0.003', '--epochs', '300']
      : []),
  ],
  evaluate: ['--importance-samples', '5000'],
  pictures: [['sample', '--count', '64'], ['traverse'], ['reconstruct']],
});

const samples = ['sample', '--count', '25'];

/** A recipe as its name declares it, trained for a short while; `options` go over what it declares. */
const member = (name, options = [], { pictures = [samples], evaluate = [] } = {}) => ({
  name,
  table: 'family',
  train: [name, ...mnist, ...(options.includes('--epochs') ? [] : ['--epochs', '10']), ...options],
  evaluate,
  pictures,
});

const binarized = ['--binarization', 'sample'];

export const rows = [
  importanceWeighted('one-layer', 1, { paper: 86.76, limit: 88.0 }),
  importanceWeighted('one-layer', 50, { paper: 84.78, limit: 86.3 }),
  importanceWeighted('two-layers', 1, { paper: 85.33, limit: 86.8 }),
  importanceWeighted('two-layers', 50, { paper: 82.9, limit: 84.8 }),
  {
    name: 'conv-vae',
    table: 'convolutional',
    train: [
      ...['conv-vae', ...mnist, '--epochs', '100', '--learning-rate', '0.001'],
      ...['--set', 'training.schedule={ name: cosine, final: 0.00001 }'],
    ],
    evaluate: ['--importance-samples', '0'],
    pictures: [['sample', '--count', '64'], ['traverse'], ['reconstruct'], ['interpolate']],
  },
  {
    name: 'public-log',
    table: 'public-log',
    train: [
      ...['vae', ...mnist, '--hidden', '400', '--latent', '20', '--epochs', '10'],
      ...['--batch-size', '128', '--learning-rate', '0.001'],
    ],
    pictures: [['sample', '--count', '64'], ['traverse'], ['reconstruct'], ['interpolate', '--spherical']],
  },
  {
    name: 'cvae',
    table: 'conditional',
    train: ['cvae', ...mnist, '--epochs', '30'],
    agreement: 1000,
    pictures: [['sample', '--count', '64'], ['traverse']],
  },
  member('vae', binarized, { pictures: [samples, ['manifold']] }),
  member('gaussian-vae'),
  member('autoencoder', [], { pictures: [['reconstruct'], ['manifold']] }),
  member('dlgm', binarized),
  member('ladder-vae', binarized),
  member('gaussian-belief-network'),
  member('logistic-factor-analysis', binarized),
  member('factor-analysis'),
  member('nonlinear-factor-analysis'),
  member('sigmoid-belief-network', [...binarized, '--epochs', '50']),
  member('bayesian-softmax-regression', [], { pictures: [] }),
  member('bayesian-logistic-regression', [], { pictures: [] }),
  { ...member('vamp-prior'), train: ['examples/models/vamp-prior.yaml'] },
  { ...member('convolutions'), train: ['examples/models/convolutions.yaml', ...mnist] },
];
