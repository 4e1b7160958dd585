import { HelmholtzError } from '@helmholtz/base';
import type { ModelDescription } from '@helmholtz/core/description';
import test from 'ava';

import { toSvg } from '../draw.js';
import { joint } from '../levels/joint.js';
import type { DrawOptions } from '../options.js';
import { matchesGolden } from '../testing/golden.js';
import { hierarchicalModel, nestedModel, tutorialVae } from '../testing/models.js';
import { dense } from '../testing/nodes.js';
import { zoo } from '../testing/zoo.js';

const draw = (model: ModelDescription, options: DrawOptions = {}) => joint.diagram(model, options);

/** The terms of the objective: names, formulas and inputs. */
function terms(model: ModelDescription, options?: DrawOptions): string[] {
  const { nodes, edges } = draw(model, options);
  return nodes
    .filter(({ cluster }) => cluster === 'objective')
    .map(({ id, label: { title, notes, rows } }) => {
      const sources = edges.filter(({ to }) => to === id).map(({ from }) => from.replace('term:', ''));
      const value = rows.map((row) => ` = ${row.value}`).join('');
      return `${title}${value}: ${notes.join('; ')} <- ${sources.join(', ')}`;
    });
}

test('every term of the bound stands under its name in the history', (t) => {
  t.deepEqual(terms(tutorialVae()), [
    'kl/z: KL(q(z | x) ‖ p(z)) <- recognition:z, generative:z',
    'expectedLogLikelihood: E log p(x | z) <- generative:x, x',
    'nelbo: kl/z − expectedLogLikelihood <- kl/z, expectedLogLikelihood',
  ]);
  t.deepEqual(terms(hierarchicalModel()).slice(0, 2), [
    'kl/z2: KL(q(z2 | x) ‖ p(z2)) <- recognition:z2, generative:z2',
    'kl/z1: KL(q(z1 | x) ‖ p(z1 | z2)) <- recognition:z1, generative:z1',
  ]);
  t.deepEqual(terms(zoo.composed).slice(3), [
    'expectedLogLikelihood: E log p(image | z_top, z_style, z_class); E log p(label | z_class) <- generative:image, image, generative:label, label',
    'nelbo: kl/z_top + kl/z_style + kl/z_class − expectedLogLikelihood <- kl/z_top, kl/z_style, kl/z_class, expectedLogLikelihood',
  ]);
});

test('a code has no divergence, and a bound of another kind its own name', (t) => {
  t.deepEqual(terms(zoo.autoencoder), [
    'expectedLogLikelihood: E log p(x | code) <- generative:x, x',
    'nelbo: − expectedLogLikelihood <- expectedLogLikelihood',
  ]);
  t.regex(
    terms(tutorialVae(), { minimised: 'iwNelbo' }).at(-1)!,
    /^iwNelbo: −E log of the mean importance weight/,
  );
  t.regex(terms(tutorialVae(), { minimised: 'freeBits' }).at(-1)!, /^freeBits: {2}<-/);
});

test('after training the terms have values', (t) => {
  const metrics = { nelbo: 105.4321, 'kl/z': 0.000123, expectedLogLikelihood: -98.5 };
  t.deepEqual(
    terms(tutorialVae(), { metrics }).map((term) => term.split(':')[0]),
    ['kl/z = 0.00012 nats', 'expectedLogLikelihood = −98.50 nats', 'nelbo = 105.43 nats'],
  );
});

test('an objective in phases has its networks, and a loss for each phase with what it reads', (t) => {
  const vae = tutorialVae();
  const z = vae.nodes.find(({ id }) => id === 'z')!;
  const hidden = dense('critic_1', z, 8, 'relu', { network: 'critic' });
  const logits = dense('critic_output', hidden, 1, 'linear', { network: 'critic' });
  const model = { ...vae, nodes: [...vae.nodes, hidden, logits] };
  const nothing = { networks: [], posteriors: [], priors: [], likelihoods: [], metrics: [] };
  const { nodes, edges } = draw(model, {
    phases: [
      {
        ...nothing,
        ...{
          name: 'critic',
          updates: ['critic'],
          networks: ['critic'],
          priors: ['z'],
          metrics: ['accuracy'],
        },
      },
      { ...nothing, name: 'model', updates: ['model'], networks: ['critic'], likelihoods: ['x'] },
    ],
    metrics: { accuracy: 0.75, expectedLogLikelihood: -3, 'loss/critic': 1.25 },
  });
  const into = (id: string): string[] => edges.flatMap(({ from, to }) => (to === id ? [from] : []));
  t.deepEqual(into('network:critic'), ['z', 'generative:z']);
  t.deepEqual(into('term:loss/critic'), ['network:critic']);
  t.deepEqual(into('term:loss/model'), ['term:expectedLogLikelihood', 'network:critic']);
  t.false(
    nodes.some(({ id }) => id === 'term:kl/z'),
    'no phase reads a divergence',
  );
  const rows = (id: string): string[] =>
    nodes.find((node) => node.id === id)!.label.rows.map(({ name, value }) => `${name}: ${value}`);
  t.deepEqual(rows('network:critic'), ['critic_1: Dense · relu 8', 'critic_output: Dense 1']);
  t.deepEqual(rows('term:loss/critic'), ['value: 1.25', 'accuracy: 0.75'], 'an accuracy is not in nats');
  t.deepEqual(rows('term:expectedLogLikelihood'), ['value: −3.00 nats']);
});

test('data flow through both networks: from x to z by the noise, and from z to the likelihood', (t) => {
  const { edges } = draw(tutorialVae());
  t.deepEqual(
    edges
      .filter(({ to }) => !to.startsWith('term:'))
      .map(({ from, to, style }) => `${from} -> ${to} ${style}`),
    [
      'z -> generative:x data',
      'x -> recognition:z data',
      'recognition:z -> sampling:z data',
      'z_noise -> sampling:z noise',
      'sampling:z -> z data',
    ],
  );
});

test('a network is a block with its layers; long networks show both ends, shared networks are marked', (t) => {
  const block = (model: ModelDescription, id: string) =>
    draw(model).nodes.find((node) => node.id === id)!.label;
  t.deepEqual(block(tutorialVae(), 'generative:x'), {
    title: 'p(x | z)',
    subtitle: 'generative network',
    notes: ['Bernoulli'],
    rows: [
      { name: 'generative_1', value: 'Dense · relu 256' },
      { name: 'generative_2', value: 'Dense 784' },
      { name: 'x_likelihood', value: 'BernoulliLikelihood 784' },
    ],
  });
  t.deepEqual(block(hierarchicalModel(), 'recognition:z1').notes, ['shares layers with q(z2 | x)']);

  const { nodes, ...model } = tutorialVae();
  const generative = nodes.find(({ id }) => id === 'generative')!;
  const [entry, layer] = generative.inner!.nodes;
  const layers = Array.from({ length: 30 }, (_, index) => ({
    ...layer!,
    id: `layer_${index + 1}`,
    layer: `layer_${index + 1}`,
    inputs: [{ node: index === 0 ? entry!.id : `layer_${index}`, output: 0 }],
  }));
  const inner = {
    ...generative.inner!,
    nodes: [entry!, ...layers],
    outputs: [{ node: 'layer_30', output: 0 }],
  };
  const deep = {
    ...model,
    nodes: nodes.map((node) => (node === generative ? { ...generative, inner } : node)),
  };
  const rows = block(deep, 'generative:x').rows;
  t.is(rows.length, 11);
  t.deepEqual(rows[5], { name: '…', value: '21 more layers' });
  t.is(rows.at(-1)!.name, 'x_likelihood');
});

test('the joint figure of the tutorial VAE and of a hierarchy, to the byte', async (t) => {
  const metrics = { nelbo: 152.73, 'kl/z': 6.41, expectedLogLikelihood: -146.32 };
  await matchesGolden(t, 'joint-vae.svg', await toSvg(tutorialVae(), { level: 'joint', metrics }));
  await matchesGolden(t, 'joint-chain.svg', await toSvg(zoo.chain, { level: 'joint' }));
});

test('a model without latents has no joint figure', async (t) => {
  const error = await t.throwsAsync(toSvg(nestedModel(), { level: 'joint' }), { instanceOf: HelmholtzError });
  t.regex(error.message, /The view "joint" needs a layer with the role "latent"/);
  t.is(error.kind, 'graph');
});
