import type { ModelDescription } from '@helmholtz/core/description';
import test from 'ava';

import { layers } from '../levels/layers.js';
import type { DrawOptions } from '../options.js';
import { hierarchicalModel, nastyModel, nestedModel, siameseModel, tutorialVae } from '../testing/models.js';
import { dense, input, modelOf } from '../testing/nodes.js';
import { views } from '../views/views.js';
import { sample } from './curve.js';
import { layOut } from './graphviz.js';
import type { Box, Point } from './layout.js';

const figures: [string, ModelDescription, DrawOptions][] = [
  ...views.map(({ name }): (typeof figures)[0] => [`tutorial, ${name}`, tutorialVae(), { view: name }]),
  ['tutorial, left to right', tutorialVae(), { view: 'vae', rankdir: 'LR' }],
  ['hierarchy', hierarchicalModel(), { view: 'vae' }],
  ['siamese', siameseModel(), { showShapes: true, rankdir: 'BT' }],
  ['nested', nestedModel(), { expandNested: true, rankdir: 'RL' }],
  [
    'nasty names',
    nastyModel(),
    { showShapes: true, showDtype: true, showParameters: true, showTrainable: true },
  ],
];

for (const [name, model, options] of figures) {
  test(`nodes and labels do not overlap, edges end at nodes, frames contain their nodes: ${name}`, async (t) => {
    const diagram = layers.diagram(model, options);
    const layout = await layOut(diagram);
    const boxes = new Map(
      diagram.nodes.map(({ id }, index) => {
        const { x, y, card } = layout.nodes[index]!;
        return [id, { x, y, width: card.width, height: card.height }];
      }),
    );
    const figure = { x: 0, y: 0, width: layout.width, height: layout.height };
    const framesOf = new Map(diagram.clusters.map((cluster, index) => [cluster.id, layout.clusters[index]!]));

    for (const [id, box] of boxes) {
      t.true(inside(box, figure), `${id} is in the figure`);
      for (const [other, its] of boxes) if (other !== id) t.true(apart(box, its), `${id} overlaps ${other}`);
    }
    diagram.edges.forEach(({ from, to }, index) => {
      const { points, tip } = layout.edges[index]!;
      t.true(distanceToBorder(points[0]!, boxes.get(from)!) < 1.5, `${from} -> ${to} starts at ${from}`);
      t.true(distanceToBorder(tip, boxes.get(to)!) < 1.5, `${from} -> ${to} ends at ${to}`);
    });
    for (const { id, cluster } of diagram.nodes) {
      for (const [frame, area] of framesOf) {
        const encloses = cluster === frame || ancestorsOf(diagram.clusters, cluster).includes(frame);
        t.true(encloses ? inside(boxes.get(id)!, area) : apart(boxes.get(id)!, area), `${id} and ${frame}`);
      }
    }
    for (const [frame, { label, ...area }] of framesOf) {
      t.true(inside(label, area), `the label of ${frame} is inside it`);
      for (const [id, box] of boxes) t.true(apart(label, box), `the label of ${frame} is clear of ${id}`);
      for (const { points } of layout.edges) {
        t.false(
          sample(points).some((point) => inside({ ...point, width: 0, height: 0 }, label)),
          `an edge crosses the label of ${frame}`,
        );
      }
    }
    for (const { card } of layout.nodes) {
      for (const { text, x, y, width, anchor, font } of card.texts) {
        const left = anchor === 'middle' ? x - width / 2 : x;
        const line = { x: left, y: y - font.size, width, height: 1.2 * font.size };
        t.true(
          inside(line, { x: 4, y: 0, width: card.width - 8, height: card.height }),
          `"${text}" is in its card`,
        );
      }
    }
  });
}

test('a long chain stands in one column, in order', async (t) => {
  const nodes = [input('x', 4)];
  for (let index = 1; index < 100; index++) nodes.push(dense(`layer_${index}`, nodes.at(-1)!, 4, 'relu'));
  const layout = await layOut(layers.diagram(modelOf('deep', nodes), {}));
  const centres = layout.nodes.map(({ x, card }) => Math.round(x + card.width / 2));
  const tops = layout.nodes.map(({ y }) => y);
  t.is(new Set(centres).size, 1);
  t.deepEqual(
    tops,
    tops.toSorted((a, b) => a - b),
  );
});

function inside(box: Box, outer: Box): boolean {
  return (
    box.x >= outer.x - 0.01 &&
    box.y >= outer.y - 0.01 &&
    box.x + box.width <= outer.x + outer.width + 0.01 &&
    box.y + box.height <= outer.y + outer.height + 0.01
  );
}

function apart(a: Box, b: Box): boolean {
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

function distanceToBorder({ x, y }: Point, box: Box): number {
  const outside = Math.hypot(
    Math.max(box.x - x, 0, x - box.x - box.width),
    Math.max(box.y - y, 0, y - box.y - box.height),
  );
  const within = Math.min(x - box.x, box.x + box.width - x, y - box.y, box.y + box.height - y);
  return outside > 0 ? outside : within;
}

function ancestorsOf(clusters: readonly { id: string; parent?: string }[], id: string | undefined): string[] {
  const parent = clusters.find((cluster) => cluster.id === id)?.parent;
  return parent === undefined ? [] : [parent, ...ancestorsOf(clusters, parent)];
}
