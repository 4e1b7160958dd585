// What is trained, how, and what there is to hold it against. A row is a run, and a command in
// docs/reference/results.md.

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} table kind of the table that shows the row
 * @property {readonly string[]} train arguments of the training
 * @property {readonly string[]} [evaluate] arguments of the evaluation; undefined for none
 * @property {readonly Picture[]} pictures
 * @property {string} [model] name of the model, of several rows
 * @property {number} [samples] importance samples of the objective
 * @property {number} [paper] the value of the paper
 * @property {string} [after] the row whose weights the training begins with
 * @property {number} [agreement] examples whose class is compared with a classifier's
 */

/** @typedef {readonly [kind: string, ...options: string[]]} Picture command that draws it */

const mnist = ['--dataset', 'mnist'];

/**
 * The models of one or two layers: with one sample, and with 50 after a first part with 5, an
 * eighth of their cost.
 *
 * @param {string} model
 * @param {string} file spec of the model
 * @param {Readonly<Record<1 | 50, number>>} papers values of the paper, by the number of samples
 * @returns {Row[]}
 */
function importanceWeighted(model, file, papers) {
  const shared = { table: 'importance-weighted', model };
  const name = (/** @type {string} */ suffix) => file.replace(/.*\/(.*)\.yaml/, `$1-${suffix}`);
  const samples = (/** @type {number} */ count) => ['--set', `objective.samples=${count}`];
  /** @satisfies {Partial<Row>} */
  const evaluated = {
    evaluate: ['--importance-samples', '5000'],
    pictures: [['sample', '--count', '64'], ['traverse'], ['reconstruct']],
  };
  const after = name('begin');
  const goingOn = ['--weights', `runs/${after}`, '--epochs', '20', '--batch-size', '50'];
  return [
    { ...shared, name: name('k1'), samples: 1, paper: papers[1], train: [file, ...samples(1)], ...evaluated },
    { ...shared, name: after, train: [file, ...samples(5), '--epochs', '180'], pictures: [] },
    {
      ...shared,
      name: name('k50'),
      samples: 50,
      paper: papers[50],
      after,
      train: [file, ...goingOn, '--learning-rate', '0.0005'],
      ...evaluated,
    },
  ];
}

/** @type {Picture} */
const samples = ['sample', '--count', '25'];

/**
 * A recipe as its name declares it, trained for a short while; `options` go over what it declares.
 *
 * @param {string} name
 * @param {readonly string[]} [options]
 * @param {Partial<Pick<Row, 'pictures' | 'evaluate'>>} [shown]
 * @returns {Row}
 */
const member = (name, options = [], { pictures = [samples], evaluate = [] } = {}) => ({
  name,
  table: 'family',
  train: [name, ...mnist, ...(options.includes('--epochs') ? [] : ['--epochs', '10']), ...options],
  evaluate,
  pictures,
});

const binarized = ['--binarization', 'sample'];

/**
 * A sigmoid belief network of exactly binary units.
 *
 * @param {string} objective
 * @param {string} options the objective as it is set
 * @returns {Row}
 */
const binaryNetwork = (objective, options) => ({
  name: `sigmoid-belief-network-${objective}`,
  model: `sigmoid belief network 200-200 by \`${objective}\`, 5 samples`,
  table: 'discrete',
  train: [
    ...['sigmoid-belief-network', '--set', 'posterior=bernoulli', '--set', 'prior=bernoulli'],
    ...['--set', `objective=${options}`, ...mnist, ...binarized, '--epochs', '20'],
    ...['--batch-size', '100', '--learning-rate', '0.001'],
    ...['--set', 'training.schedule={ name: cosine, final: 0.00001 }'],
  ],
  evaluate: ['--importance-samples', '500', '--examples', '1000'],
  pictures: [samples],
});

/** @type {readonly Row[]} */
export const rows = [
  ...importanceWeighted('one layer', 'examples/models/iwae-one-layer.yaml', { 1: 86.76, 50: 84.78 }),
  ...importanceWeighted('two layers', 'examples/models/iwae-two-layers.yaml', { 1: 85.33, 50: 82.9 }),
  {
    name: 'conv-vae',
    table: 'convolutional',
    train: [
      ...['conv-vae', ...mnist, '--epochs', '40', '--learning-rate', '0.001'],
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
  member('gaussian-vae', ['--epochs', '20']),
  member('autoencoder', [], { pictures: [['reconstruct'], ['manifold']] }),
  member('dlgm', binarized),
  member('ladder-vae', [...binarized, '--epochs', '30']),
  member('gaussian-belief-network'),
  member('logistic-factor-analysis', binarized),
  member('factor-analysis'),
  member('nonlinear-factor-analysis'),
  member('sigmoid-belief-network', [...binarized, '--epochs', '50']),
  binaryNetwork('vimco', '{ name: vimco, samples: 5 }'),
  binaryNetwork('nvil', '{ name: nvil, samples: 5 }'),
  {
    name: 'gumbel-softmax',
    model: '20 groups of 10 categories, straight through, annealed',
    table: 'discrete',
    train: ['examples/models/gumbel-softmax.yaml', ...mnist, '--epochs', '50', '--batch-size', '100'],
    evaluate: ['--importance-samples', '500', '--examples', '1000'],
    pictures: [samples],
  },
  member('bayesian-softmax-regression', [], { pictures: [] }),
  member('bayesian-logistic-regression', [], { pictures: [] }),
  { ...member('vamp-prior'), train: ['examples/models/vamp-prior.yaml'] },
  { ...member('convolutions'), train: ['examples/models/convolutions.yaml', ...mnist] },
];
