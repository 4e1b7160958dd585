import test from 'ava';

import { hierarchicalModel, siameseModel, tutorialVae } from '../testing/models.js';
import { dense, input, modelOf, reading } from '../testing/nodes.js';
import { flatten } from './flatten.js';
import { networks } from './networks.js';

const split = (model: Parameters<typeof flatten>[0]) => {
  const found = networks(flatten(model, () => false));
  const members = (network: string) => [...found].filter(([, owner]) => owner === network).map(([id]) => id);
  return { recognition: members('recognition'), generative: members('generative') };
};

test('the tutorial VAE: scale belongs to recognition, noise and merges to neither', (t) => {
  t.deepEqual(split(tutorialVae()), {
    recognition: ['recognition', 'z_loc', 'z_log_variance', 'z_kl', 'z_scale'],
    generative: ['generative', 'x_likelihood'],
  });
});

test('a hierarchy: the network of a conditional prior is generative though it ends in a KL node', (t) => {
  const { recognition, generative } = split(hierarchicalModel());
  t.deepEqual(generative, ['z1_prior', 'decoder', 'x_likelihood']);
  t.true(recognition.includes('h2') && recognition.includes('z1_kl') && recognition.includes('z2_loc'));
});

test('a condition that both networks read is in neither; a classifier beside the latents is in none', (t) => {
  const x = input('x', 4, { role: 'observed', variable: 'x' });
  const label = input('y', 2, { role: 'observed', variable: 'y' });
  const h = dense('h', x, 3, 'relu');
  const classifier = dense('classifier', h, 2, 'softmax');
  const loc = reading([h, label], { id: 'loc', className: 'Concatenate' });
  const z = reading([loc], { id: 'z', className: 'Latent', role: 'latent', variable: 'z' });
  const embedding = dense('embedding', label, 2, 'linear');
  const join = reading([z, embedding], { id: 'join', className: 'Concatenate' });
  const head = reading([join], { id: 'head', className: 'BernoulliLikelihood', role: 'likelihood' });
  t.deepEqual(split(modelOf('cvae', [x, label, h, classifier, loc, z, embedding, join, head])), {
    recognition: ['h', 'loc'],
    generative: ['embedding', 'join', 'head'],
  });
});

test('a model without roles has no recognition and no generative network', (t) => {
  t.deepEqual(split(siameseModel()), { recognition: [], generative: [] });
});
