import test from 'ava';

import { hierarchicalModel, tutorialVae } from '../testing/models.js';
import {
  codeOf,
  conditioning,
  divergence,
  hasPrior,
  isRandom,
  posteriorOf,
  priorOf,
} from './conditioning.js';
import { dense, input, modelOf, reading } from '../testing/nodes.js';
import { flatten } from './flatten.js';

const graphs = [tutorialVae(), hierarchicalModel()].map((model) => flatten(model, () => false));
const [tutorial, hierarchical] = graphs as [(typeof graphs)[0], (typeof graphs)[0]];
const nodeOf = (graph: typeof tutorial, id: string) => graph.nodes.find((node) => node.id === id)!;

test('a KL node compares q given what its network reads with p', (t) => {
  t.deepEqual(divergence(tutorial, nodeOf(tutorial, 'z_kl')), { posterior: 'q(z | x)', prior: 'p(z)' });
  t.deepEqual(divergence(hierarchical, nodeOf(hierarchical, 'z1_kl')), {
    posterior: 'q(z1 | x)',
    prior: 'p(z1 | z2)',
  });
});

test('a posterior is conditioned on what the network reads, not on what its KL node reads beside it', (t) => {
  t.is(posteriorOf(tutorial, nodeOf(tutorial, 'z')), 'q(z | x)');
  t.is(posteriorOf(hierarchical, nodeOf(hierarchical, 'z1')), 'q(z1 | x)');
});

test('a prior is what the KL node of the same variable compares with', (t) => {
  t.is(priorOf(tutorial, nodeOf(tutorial, 'z')), 'p(z)');
  t.is(priorOf(hierarchical, nodeOf(hierarchical, 'z1')), 'p(z1 | z2)');
  t.is(priorOf(hierarchical, nodeOf(hierarchical, 'z2')), 'p(z2)');
});

test('a likelihood is conditioned on the nearest latents only', (t) => {
  t.deepEqual(conditioning(hierarchical, nodeOf(hierarchical, 'x_likelihood').inputs), ['z1']);
});

test('a latent without noise or prior is a function of what it is conditioned on, not drawn', (t) => {
  const x = input('x', 4, { role: 'observed', variable: 'x' });
  const hidden = dense('hidden', x, 2, 'linear');
  const noise = input('eps', 2, { role: 'noise', variable: 'eps' });
  const latent = { id: 'code', className: 'Latent', role: 'latent', variable: 'code' } as const;
  const code = reading([hidden], latent);
  const noisy = reading([hidden, noise], latent);
  const graphOf = (...nodes: Parameters<typeof modelOf>[1]) =>
    flatten(modelOf('autoencoder', nodes), () => false);
  const plain = graphOf(x, hidden, code);
  t.false(isRandom(plain, nodeOf(plain, 'code')));
  t.false(hasPrior(plain, nodeOf(plain, 'code')));
  t.is(codeOf(plain, nodeOf(plain, 'code')), 'code = f(x)');
  const drawn = graphOf(x, hidden, noise, noisy);
  t.true(isRandom(drawn, nodeOf(drawn, 'code')));
  t.false(hasPrior(drawn, nodeOf(drawn, 'code')));
  t.true(isRandom(tutorial, nodeOf(tutorial, 'z')) && hasPrior(tutorial, nodeOf(tutorial, 'z')));
});
