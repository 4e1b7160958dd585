import { inflateSync } from 'node:zlib';
import test from 'ava';

import { draw } from '../draw.js';
import { mathFontFamily } from '../math/typeset.js';
import { element } from '../svg/element.js';
import { nastyModel, tutorialVae } from '../testing/models.js';
import { writePdf } from './pdf.js';

/** The text of a file outside of its streams, and the content of its streams. */
function parts(pdf: Uint8Array): { structure: string; streams: string[] } {
  const text = Buffer.from(pdf).toString('latin1');
  const streams = [...text.matchAll(/stream\n(.*?)\nendstream/gs)].map((match) => {
    const bytes = Buffer.from(match[1]!, 'latin1');
    return bytes[0] === 0x78 ? inflateSync(bytes).toString('latin1') : match[1]!;
  });
  return { structure: text.replace(/stream\n.*?\nendstream/gs, ''), streams };
}

test('a page as large as the figure, with its title and only the fonts that it uses, as texts', async (t) => {
  const pdf = (await draw(tutorialVae(), 'pdf', { view: 'vae' })) as Uint8Array;
  const { structure, streams } = parts(pdf);
  const svg = (await draw(tutorialVae(), 'svg', { view: 'vae' })) as string;
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
  t.true(structure.startsWith('%PDF-1.'));
  t.true(structure.includes(`/MediaBox [0 0 ${Number(width) * 0.75} ${Number(height) * 0.75}]`));
  t.is([...structure.matchAll(/\/Type \/Page\b(?!s)/g)].length, 1);
  t.regex(structure, /\(Whole model: vae\)/);
  const fonts = [...structure.matchAll(/\/BaseFont \/[A-Z]+\+([\w-]+)/g)].map((match) => match[1]);
  t.deepEqual([...new Set(fonts)].sort(), ['Arimo-Bold', 'Arimo-Regular']);
  t.true(pdf.length < 60_000, 'subsets of the fonts, not all of them');
  // The file maps glyphs to characters, so that text can be copied and searched.
  t.true(streams.some((stream) => stream.includes('beginbfrange') || stream.includes('beginbfchar')));
});

test('the same figure has the same bytes at any time', async (t) => {
  const draws = async () => Buffer.from((await draw(tutorialVae(), 'pdf', { theme: 'dark' })) as Uint8Array);
  const first = await draws();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  t.true(first.equals(await draws()));
});

test('any names, in any theme', async (t) => {
  for (const theme of ['light', 'dark', 'print'] as const) {
    const pdf = await draw(nastyModel(), 'pdf', { theme, title: '(\\) </title>', showShapes: true });
    t.true(pdf.length > 5000);
  }
});

test('every kind of shape is painted with its attributes', async (t) => {
  const svg = element(
    'svg',
    { width: 100, height: 100 },
    element('circle', { cx: 10, cy: 10, r: 5, fill: '#ff0000' }),
    element('ellipse', { cx: 30, cy: 10, rx: 5, ry: 3, fill: 'none', stroke: '#00ff00', 'stroke-width': 3 }),
    element('line', { x1: 1, y1: 2, x2: 3, y2: 4, stroke: '#0000ff', 'stroke-dasharray': '8 3 1.5 3' }),
    element('polygon', { points: '1,1 5,1 5,5', fill: '#00ffff' }),
    element('rect', { x: 1, y: 1, width: 9, height: 9, fill: 'none' }),
    element('g', { transform: 'translate(7 8) scale(2)' }, element('rect', { width: 4, height: 4 })),
    element(
      'a',
      { href: 'https://example.org/' },
      element('g', { transform: 'translate(20 20)' }, element('rect', { width: 10, height: 10 })),
    ),
    element(
      'text',
      { x: 50, y: 50, 'font-size': 10 },
      'z',
      element('tspan', { dy: 3, 'font-family': mathFontFamily, 'font-style': 'italic' }, 'k'),
    ),
  );
  const { structure, streams } = parts(await writePdf(svg, '#ffffff'));
  const [content = ''] = streams.filter((stream) => stream.includes(' cm'));
  t.regex(content, /1 0 0 scn\nf\n/);
  t.regex(content, /3 w\n[^]*0 1 0 SCN\nS\n/);
  t.regex(content, /\[8 3 1\.5 3\] 0 d/);
  t.regex(content, /2 0 0 2 7 8 cm|1 0 0 1 7 8 cm/);
  t.regex(structure, /\/URI \(https:\/\/example\.org\/\)/);
  t.regex(structure, /\/BaseFont \/[A-Z]+\+Tinos-Italic/);
  // From the corner below, three quarters of a point to a pixel.
  t.regex(structure, /\/Rect \[15 52\.5 22\.5 60\]/);
});
