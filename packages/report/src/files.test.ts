import test from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { drawFigures } from './figures/draw-figures.js';
import { figureFiles } from './files.js';
import { fullContent } from './testing/content.js';

const fakePng = (svg: string) => Promise.resolve(new TextEncoder().encode(svg));

test('every figure and diagram is an SVG and a PNG', async (t) => {
  const content = fullContent();
  const figures = drawFigures(content);
  const files = await figureFiles(figures, content.diagrams, fakePng);
  const names = [
    'nelbo',
    'latent',
    'manifold',
    'reconstructions',
    'samples',
    'interpolation',
    'architecture',
  ];
  t.deepEqual(
    [...files.keys()],
    names.flatMap((name) => [`${name}.svg`, `${name}.png`]),
  );
  t.is(files.get('nelbo.svg'), figures.nelbo?.svg);
  t.deepEqual(files.get('architecture.png'), await fakePng(content.diagrams[0]!.svg));
});

test('throws an error that gives the name of a diagram that is no file name or the name of a figure', async (t) => {
  const content = fullContent();
  for (const name of ['../escape', '', 'Upper', 'nelbo', 'a b']) {
    const diagrams = [{ ...content.diagrams[0]!, name }];
    const error = await t.throwsAsync(figureFiles(drawFigures(content), diagrams, fakePng), {
      instanceOf: HelmholtzError,
    });
    t.true(error.message.includes(JSON.stringify(name)));
  }
});
