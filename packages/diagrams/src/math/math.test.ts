import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import test from 'ava';

import { parseMath, plainText, symbolOf } from './math.js';
import { advance, measured } from './tinos.js';
import { typeset } from './typeset.js';

const require = createRequire(import.meta.url);

test('letters are italic, words and numbers upright, scripts small', (t) => {
  const styles = (source: string) =>
    parseMath(source).map(({ text, italic, level }) => `${text} ${italic ? 'i' : 'u'} ${level}`);
  t.deepEqual(styles('p_theta(x | z)'), [
    'p i base',
    'θ i sub',
    '( u base',
    'x i base',
    ' |  u base',
    'z i base',
    ') u base',
  ]);
  t.deepEqual(styles('z_{1,top}'), ['z i base', '1,top u sub']);
  t.deepEqual(styles('theta^r'), ['θ i base', 'r i super']);
  t.deepEqual(styles('N = 60,000'), ['N i base', ' = 60,000 u base']);
});

test('no text is lost, whatever the notation', (t) => {
  for (const source of ['_', 'a_', '^', '{}', 'a_{b', '}', 'x__y', 'é_ü', '😀', '']) {
    const kept = parseMath(source)
      .map(({ text }) => text)
      .join('');
    t.is(kept.replace(/[_^{}]/g, ''), source.replace(/[_^{}]/g, ''), source);
  }
});

test('the symbols of variables by their names', (t) => {
  const written = [
    'z',
    'z1',
    'z_1',
    'z12',
    'z_top',
    'z1_top',
    'theta',
    'label',
    'x_hat_2',
    'image_label',
  ].map((name) => symbolOf(name));
  t.deepEqual(written, [
    'z',
    'z_{1}',
    'z_{1}',
    'z_{12}',
    'z_{top}',
    'z_{1,top}',
    'theta',
    'label',
    'x_{hat,2}',
    'image label',
  ]);
  t.is(plainText('z_{1}'), 'z₁');
  t.is(plainText('q_phi(z_{top} | x)'), 'q_φ(z_top | x)');
});

test('the table holds the widths of the font that pictures are drawn with', async (t) => {
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  for (const [style, file] of [
    ['upright', '400Regular/Tinos_400Regular.ttf'],
    ['italic', '400Regular_Italic/Tinos_400Regular_Italic.ttf'],
  ] as const) {
    const fontBuffers = [new Uint8Array(await readFile(require.resolve(`@expo-google-fonts/tinos/${file}`)))];
    // Between bars, so that the ink ends where the advance does; the bars' own ink is taken off
    // again.
    const ink = (text: string) => {
      const svg =
        `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="4000"><text x="100" y="2500" font-size="2048"` +
        ` font-family="Tinos" font-style="${style === 'italic' ? 'italic' : 'normal'}" font-kerning="none" xml:space="preserve">` +
        `|${text.replace('&', '&amp;').replace('<', '&lt;')}|</text></svg>`;
      const picture = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'Tinos' } });
      const width = picture.getBBox()!.width;
      picture.free();
      return width;
    };
    const bars = ink('');
    for (const character of measured(style)) {
      t.is(
        Math.round(ink(character) - bars),
        advance(character, style) * 2048,
        `${style} ${JSON.stringify(character)}`,
      );
    }
  }
});

test('a formula is as wide as its runs, one after the other', (t) => {
  const { runs, width } = typeset('z_1', 20);
  t.deepEqual(
    runs.map(({ x }) => x),
    [0, (20 * 797) / 2048],
  );
  t.is(width, (20 * 797) / 2048 + (20 * 0.68 * 1024) / 2048);
});
