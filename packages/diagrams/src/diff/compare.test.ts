import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';
import test from 'ava';

import { flatten } from '../graph/flatten.js';
import { matchesGolden } from '../testing/golden.js';
import { tutorialVae } from '../testing/models.js';
import { dense } from '../testing/nodes.js';
import { zoo } from '../testing/zoo.js';
import { compare } from './compare.js';
import { drawDiff } from './draw-diff.js';
import { summarizeChanges } from './diff-diagram.js';

const compared = (before: ModelDescription, after: ModelDescription) =>
  compare(
    flatten(before, () => true),
    flatten(after, () => true),
  );

const changes = (before: ModelDescription, after: ModelDescription) =>
  compared(before, after)
    .nodes.filter(({ change }) => change !== 'same')
    .map(({ id, change, differences }) =>
      [
        `${id} ${change}`,
        ...differences.map((difference) => `${difference.what}: ${difference.before} → ${difference.after}`),
      ].join('; '),
    );

/**
 * The tutorial's VAE with another likelihood: counts of 0 to 784 in one element, and an extra layer
 * before it.
 */
function swapped(): ModelDescription {
  const { nodes, ...model } = tutorialVae();
  const likelihood = nodes.find(({ role }) => role === 'likelihood')!;
  const extra: NodeDescription = dense(
    'extra',
    nodes.find(({ id }) => id === 'generative')!,
    10,
    'relu',
  );
  const swap: NodeDescription = {
    ...likelihood,
    className: 'PoissonLikelihood',
    distribution: 'poisson',
    inputs: [{ node: 'extra', output: 0 }],
    outputShapes: [[null, 10]],
  };
  return { ...model, nodes: [...nodes.filter((node) => node !== likelihood), extra, swap] };
}

test('a model is the same as itself', (t) => {
  t.deepEqual(changes(tutorialVae(), tutorialVae()), []);
  t.true(compared(zoo.composed, zoo.composed).edges.every(({ change }) => change === 'same'));
});

test('another likelihood is reported with the layers that it changes', (t) => {
  t.deepEqual(changes(tutorialVae(), swapped()), [
    'extra added',
    'x_likelihood changed; layer: BernoulliLikelihood → PoissonLikelihood; distribution: Bernoulli → Poisson; out: (batch, 784) → (batch, 10)',
  ]);
  const edges = compared(tutorialVae(), swapped()).edges.filter(({ change }) => change !== 'same');
  t.deepEqual(
    edges.map(({ from, to, change }) => `${from} -> ${to} ${change}`),
    [
      'generative/generative_2 -> extra added',
      'extra -> x_likelihood added',
      'generative/generative_2 -> x_likelihood removed',
    ],
  );
});

test('what one direction adds the other removes', (t) => {
  const mirrored = changes(swapped(), tutorialVae());
  t.deepEqual(
    mirrored.map((change) => change.split(';')[0]),
    ['extra removed', 'x_likelihood changed'],
  );
  const [there, back] = [compared(zoo.ladder, zoo.chain), compared(zoo.chain, zoo.ladder)];
  const count = (diff: typeof there, change: string) =>
    diff.nodes.filter((node) => node.change === change).length;
  t.is(count(there, 'added'), count(back, 'removed'));
  t.is(count(there, 'changed'), count(back, 'changed'));
  t.is(summarizeChanges(compared(tutorialVae(), swapped())), '1 added, 1 changed, 12 the same');
});

test('a difference of the configuration alone is reported, a different name is not', (t) => {
  const { nodes, ...model } = tutorialVae();
  const dropout = (rate: number, name: string) => ({
    ...model,
    nodes: nodes.map((node) => (node.id === 'z_scale' ? { ...node, config: { name, rate } } : node)),
  });
  t.deepEqual(changes(dropout(0.1, 'a'), dropout(0.5, 'b')), ['z_scale changed; rate: 0.1 → 0.5']);
  t.deepEqual(changes(dropout(0.1, 'a'), dropout(0.1, 'b')), []);
});

test('in every theme, signs and lines repeat the colours of a comparison, to the byte', async (t) => {
  await matchesGolden(t, 'diff.svg', (await drawDiff(tutorialVae(), swapped(), 'svg')) as string);
  const svg = (await drawDiff(swapped(), tutorialVae(), 'svg', { theme: 'print' })) as string;
  for (const text of ['− extra', '~ x_likelihood', '− removed', '~ changed', 'the same']) {
    t.true(svg.includes(`>${text}</text>`), text);
  }
  t.regex(svg, /data-node="extra"[^]*?stroke-dasharray="5 3"/);
});

test('the format json writes a comparison as data', async (t) => {
  const { nodes, edges } = JSON.parse((await drawDiff(tutorialVae(), swapped(), 'json')) as string) as {
    nodes: { id: string; change: string; differences: object[] }[];
    edges: object[];
  };
  t.is(nodes.find(({ id }) => id === 'x_likelihood')!.differences.length, 3);
  t.is(edges.length, 16);
});
