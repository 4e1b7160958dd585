import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import test from 'ava';

import { arimo } from './arimo.js';
import { textWidth, truncate } from './measure.js';

const require = createRequire(import.meta.url);
/** Drawn at line breaks only. */
const softHyphen = '\u00ad';

const font = { size: 10, weight: 'regular' } as const;

test('the table holds the widths of the font that pictures are drawn with', async (t) => {
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  for (const [weight, file] of [
    ['regular', '400Regular/Arimo_400Regular.ttf'],
    ['bold', '700Bold/Arimo_700Bold.ttf'],
  ] as const) {
    const fontBuffers = [new Uint8Array(await readFile(require.resolve(`@expo-google-fonts/arimo/${file}`)))];
    // Between bars, so that the ink ends where the advance does; the bars' own ink is taken off
    // again.
    const ink = (text: string) => {
      const svg =
        `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="4000"><text x="100" y="2500" font-size="2048"` +
        ` font-family="Arimo" font-weight="${weight}" font-kerning="none" xml:space="preserve">` +
        `|${text.replace('&', '&amp;').replace('<', '&lt;')}|</text></svg>`;
      const picture = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'Arimo' } });
      const width = picture.getBBox()!.width;
      picture.free();
      return width;
    };
    const bars = ink('');
    for (const [character, em] of arimo[weight]) {
      if (character === softHyphen) continue;
      t.is(Math.round(ink(character) - bars), em * 2048, `${weight} ${JSON.stringify(character)}`);
    }
  }
});

test('a text is as wide as its characters', (t) => {
  t.is(textWidth('', font), 0);
  t.is(textWidth('mm', font), (2 * 10 * 1706) / 2048);
  t.is(textWidth('é', { ...font, weight: 'bold' }), (10 * 1139) / 2048);
});

test('truncation keeps both ends, fits, and cuts no character apart', (t) => {
  t.is(truncate('short', font, 100), 'short');
  const name = `start_${'x'.repeat(500)}_end`;
  const short = truncate(name, font, 100);
  t.regex(short, /^start_x+…x+_end$/);
  t.true(textWidth(short, font) <= 100 && textWidth(short, font) > 85);

  const families = '👩‍👩‍👧'.repeat(40);
  const kept = truncate(families, font, 100).replace('…', '');
  t.is(kept, '👩‍👩‍👧'.repeat(kept.length / '👩‍👩‍👧'.length));
});
