import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { toPng, toSvg, toDot } from '../draw.js';
import { flatten } from '../graph/flatten.js';
import type { Box, Point } from '../layout/layout.js';
import { platform } from '../platform/node.js';
import { matchesGolden } from '../testing/golden.js';
import { nastyModel, tutorialVae } from '../testing/models.js';
import { declaredModel } from '../testing/declared.js';
import { zoo } from '../testing/zoo.js';
import { layOutPlates } from './layout.js';
import { resolvePlateOptions } from './options.js';
import { readPlates } from './read-plates.js';
import { pointsOf } from './route.js';
import { contains } from './shapes.js';

const models = { ...zoo, vae: tutorialVae() };

for (const [name, model] of Object.entries(models)) {
  for (const samples of [undefined, 50]) {
    const figure = `${name}${samples === undefined ? '' : ' with several samples'}`;
    const layout = layOutPlates(
      readPlates(
        flatten(model, ({ inner }) => inner !== undefined),
        resolvePlateOptions({ samples, dataSize: 60_000 }),
      ),
    );

    test(`${figure}: nothing covers a variable, and no arrow goes through one`, (t) => {
      const { nodes, routes } = layout;
      for (const [index, { node, shape, x, y }] of nodes.entries()) {
        for (const other of nodes.slice(index + 1)) {
          const apart = Math.hypot(x - other.x, y - other.y) - (shape.height + other.shape.height) / 2;
          t.true(apart > 4, `${node.id} and ${other.node.id}: ${apart}`);
        }
        for (const route of routes.filter(({ edge }) => edge.from !== node.id && edge.to !== node.id)) {
          const through = pointsOf(route).some((point) => contains(shape, relative(point, { x, y })));
          t.false(through, `${route.edge.from} -> ${route.edge.to} through ${node.id}`);
        }
      }
    });

    test(`${figure}: arrows end at the outlines of what they join`, (t) => {
      for (const { edge, start, end } of layout.routes) {
        for (const [id, point] of [
          [edge.from, start],
          [edge.to, end],
        ] as const) {
          const { shape, ...centre } = layout.nodes.find(({ node }) => node.id === id)!;
          t.false(contains(shape, relative(point, centre)), `${edge.from} -> ${edge.to} inside ${id}`);
          t.true(contains(shape, relative(point, centre), 3), `${edge.from} -> ${edge.to} far from ${id}`);
        }
      }
    });

    test(`${figure}: a plate holds its members whole and nothing else, and its label is legible`, (t) => {
      for (const { plate, label, ...box } of layout.plates) {
        for (const { node, x, y, shape } of layout.nodes) {
          const corners = [-1, 1].map((sign) => ({
            x: x + (sign * shape.width) / 2,
            y: y + (sign * shape.height) / 2,
          }));
          const member = plate.members.includes(node.id);
          t.is(
            corners.every((corner) => within(box, corner)),
            member,
            `${node.id} in ${plate.kind}`,
          );
          t.is(within(box, { x, y }), member, `${node.id} in ${plate.kind}`);
          const nearest = {
            x: Math.min(Math.max(x, label.x), label.x + label.formula.width),
            y: label.y - 5,
          };
          t.false(
            contains(shape, relative(nearest, { x, y }), 5),
            `the label of ${plate.kind} at ${node.id}`,
          );
        }
        t.true(within(box, label) && within(box, { x: label.x + label.formula.width, y: label.y }));
      }
    });
  }

  test(`${name} in plate notation, to the byte`, async (t) => {
    await matchesGolden(t, `plates-${name}.svg`, await toSvg(model, { level: 'plates' }));
  });
}

test('the figure of importance weighting has a plate of samples within that of the data, to the byte', async (t) => {
  const options = { level: 'plates', samples: 50, dataSize: 60_000, title: 'K draws' } as const;
  await matchesGolden(t, 'plates-samples.svg', await toSvg(tutorialVae(), options));
  await matchesGolden(t, 'plates-samples.dot', await toDot(tutorialVae(), options));
});

test('Graphviz reads the DOT of plates with as many nodes, edges and plates', async (t) => {
  const options = { level: 'plates', samples: 5, showNoise: false, showParameters: false } as const;
  const { objects, edges } = JSON.parse(await platform.runGraphviz(await toDot(zoo.composed, options))) as {
    objects: { name: string; shape?: string }[];
    edges: object[];
  };
  t.is(objects.filter(({ shape }) => shape === 'circle').length, 3 + 2);
  t.is(objects.filter(({ name }) => name.startsWith('cluster')).length, 2);
  t.is(edges.length, 6 + 6);
});

test('names and symbols reach a picture as text alone', async (t) => {
  const variable = '</text><script>"&';
  const model = declaredModel('<b>', {
    inputs: [variable],
    latents: { z: { given: [variable] } },
    observed: { [variable]: ['z'] },
  });
  const svg = await toSvg(model, { level: 'plates', symbols: { z: '<i>😀_{</i>}^' }, title: '</title>' });
  t.notRegex(svg, /<script|<i>|<b>/);
  // The renderer refuses a document that is not well-formed.
  await t.notThrowsAsync(toPng(model, { level: 'plates', symbols: { z: '<i>😀_{</i>}^' }, dpi: 48 }));
});

test('variables that generate each other, and a model without latents, can not be drawn', async (t) => {
  const model = declaredModel('loop', {
    inputs: ['x'],
    latents: { a: { given: ['x'], prior: ['b'] }, b: { given: ['x'], prior: ['a'] } },
    observed: { x: ['a'] },
  });
  const error = await t.throwsAsync(toSvg(model, { level: 'plates' }), { instanceOf: HelmholtzError });
  t.is(error.message, 'The variables of the model "loop" depend on each other in a cycle: a -> b -> a.');
  await t.throwsAsync(toSvg(nastyModel(), { level: 'plates' }), { instanceOf: HelmholtzError });
});

function relative(point: Point, centre: Point): Point {
  return { x: point.x - centre.x, y: point.y - centre.y };
}

function within({ x, y, width, height }: Box, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}
