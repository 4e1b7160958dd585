import { itemAt } from '@helmholtz/base';
import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';

import { dense, input, modelOf, network, reading } from './nodes.js';

/** The variational autoencoder of the Keras tutorial, as the `vae` recipe builds it. */
export function tutorialVae(): ModelDescription {
  const x = input('x', 784, { role: 'observed', variable: 'x' });
  const noise = input('z_noise', 2, {
    className: 'NoiseInput',
    role: 'noise',
    variable: 'z',
    distribution: 'standardNormal',
  });
  const recognition = network('recognition', x, [{ units: 256, activation: 'relu' }]);
  const loc = dense('z_loc', recognition, 2, 'linear');
  const logVariance = dense('z_log_variance', recognition, 2, 'linear');
  const kl = reading([loc, logVariance], {
    id: 'z_kl',
    className: 'KLDivergence',
    role: 'kl',
    variable: 'z',
    distribution: 'standardNormal',
    outputShapes: [
      [null, 2],
      [null, 2],
    ],
  });
  const scale = reading([kl], {
    id: 'z_scale',
    className: 'LogVarianceToScale',
    inputs: [{ node: 'z_kl', output: 1 }],
  });
  const merge = { role: 'reparameterization', variable: 'z' } as const;
  const scaledNoise = reading([scale, noise], { id: 'z_scaled_noise', className: 'Multiply', ...merge });
  const sum = reading([kl, scaledNoise], { id: 'z_sum', className: 'Add', ...merge });
  const z = reading([sum], { id: 'z', className: 'Latent', role: 'latent', variable: 'z' });
  const generative = network('generative', z, [
    { units: 256, activation: 'relu' },
    { units: 784, activation: 'linear' },
  ]);
  const likelihood = reading([generative], {
    id: 'x_likelihood',
    className: 'BernoulliLikelihood',
    role: 'likelihood',
    variable: 'x',
    distribution: 'bernoulli',
    outputShapes: [[null, 784]],
  });
  return modelOf('vae', [
    ...[x, noise, recognition, loc, logVariance, kl],
    ...[scale, scaledNoise, sum, z, generative, likelihood],
  ]);
}

/** Two latents, z1 below z2, with p(z1 | z2) a network of its own that ends in the KL of z1. */
export function hierarchicalModel(): ModelDescription {
  const pair = {
    outputShapes: [
      [null, 2],
      [null, 2],
    ],
  } as const;
  const latent = (name: string, from: NodeDescription, prior: NodeDescription[]) => {
    const noise = input(`${name}_noise`, 2, { className: 'NoiseInput', role: 'noise', variable: name });
    const [loc, logVariance] = [
      dense(`${name}_loc`, from, 2, 'linear'),
      dense(`${name}_log_var`, from, 2, 'linear'),
    ];
    const kl = reading([loc, logVariance, ...prior], {
      id: `${name}_kl`,
      className: 'KLDivergence',
      role: 'kl',
      variable: name,
      ...pair,
    });
    const sample = reading([kl, noise], {
      id: `${name}_sample`,
      className: 'Reparameterize',
      role: 'reparameterization',
      variable: name,
      inputs: [
        { node: kl.id, output: 0 },
        { node: kl.id, output: 1 },
        { node: noise.id, output: 0 },
      ],
    });
    const value = reading([sample], { id: name, className: 'Latent', role: 'latent', variable: name });
    return { nodes: [noise, loc, logVariance, kl, sample, value], value };
  };

  const x = input('x', 8, { role: 'observed', variable: 'x' });
  const h1 = dense('h1', x, 6, 'tanh');
  const h2 = dense('h2', h1, 6, 'tanh');
  const z2 = latent('z2', h2, []);
  const prior = dense('z1_prior', z2.value, 2, 'linear');
  const z1 = latent('z1', h1, [prior]);
  const decoder = dense('decoder', z1.value, 8, 'linear');
  const likelihood = reading([decoder], {
    id: 'x_likelihood',
    className: 'BernoulliLikelihood',
    role: 'likelihood',
    variable: 'x',
    outputShapes: [[null, 8]],
  });
  return modelOf('hierarchical', [x, h1, h2, ...z2.nodes, prior, ...z1.nodes, decoder, likelihood]);
}

/** A layer that is called twice, and one with three outputs. */
export function siameseModel(): ModelDescription {
  const [left, right] = [input('left', 10), input('right', 10)];
  const tower = dense('tower', left, 8, 'relu');
  const again = { ...dense('tower', right, 8, 'relu'), id: 'tower:2' };
  const split = reading([tower], {
    id: 'split',
    className: 'Split',
    outputShapes: [
      [null, 4],
      [null, 2],
      [null, 2],
    ],
  });
  const merge = reading([split, again], {
    id: 'merge',
    className: 'Concatenate',
    inputs: [
      { node: 'split', output: 0 },
      { node: 'split', output: 2 },
      { node: 'tower:2', output: 0 },
    ],
    inputShapes: [
      [null, 4],
      [null, 2],
      [null, 8],
    ],
    outputShapes: [[null, 14]],
  });
  return modelOf('siamese', [left, right, tower, again, split, merge]);
}

/** A model inside a model, called twice. */
export function nestedModel(): ModelDescription {
  const x = input('x', 4);
  const stage = reading([x], {
    id: 'stage',
    className: 'Functional',
    outputShapes: [[null, 4]],
    inner: (() => {
      const entry = input('entry', 4);
      return modelOf('stage', [
        entry,
        network('block', entry, [
          { units: 3, activation: 'relu' },
          { units: 4, activation: 'relu' },
        ]),
      ]);
    })(),
  });
  const again = { ...reading([stage], stage), id: 'stage:2' };
  return modelOf('nested', [x, stage, { ...again, inputs: [{ node: 'stage', output: 0 }] }]);
}

/** A chain of layers with names that every format must hold without harm. */
export function nastyModel(): ModelDescription {
  const nodes = [input('quotes "and" <b>&amp; \'tags\'</b>', 3)];
  for (const name of nastyNames) nodes.push(dense(name, itemAt(nodes, -1), 4, '<relu>'));
  return modelOf('na"<me>\\', nodes);
}

export const longName = `L${'o'.repeat(498)}ng`;

const nastyNames = [
  'new\nline\ttab \\ back\\',
  'emoji 😀👩‍👩‍👧 日本語 ü λ',
  longName,
  '</text><script>alert(1)</script>',
  '<![CDATA[ ]]> --> &lt; %s \\N \\G',
  '\u0000\u0007\ud800 \u202e ',
  '"];} digraph {',
  ' ',
];
