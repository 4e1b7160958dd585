import type { ModelDescription } from '@helmholtz/core/description';
import test from 'ava';

import type * as entry from './browser.js';
import { type FormatName, draw, formats } from './index.js';
import { browserPath, openPage } from './testing/page.js';
import { zoo } from './testing/zoo.js';

declare global {
  var diagrams: typeof entry;
}

const inBrowser = browserPath === undefined ? test.skip : test;
if (browserPath === undefined)
  console.log('No Chromium here: what is drawn in a browser is not tested. Set CHROMIUM to its path.');

const assets: entry.BrowserAssets = {
  layout: '/layout.js',
  resvg: '/resvg.wasm',
  regular: '/regular.ttf',
  bold: '/bold.ttf',
  upright: '/upright.ttf',
  italic: '/italic.ttf',
};

inBrowser('a browser draws the same bytes as Node, in every format but PDF', async (t) => {
  const page = await openPage(t);
  await page.evaluate((assets) => globalThis.diagrams.useAssets(assets), assets);
  const drawn = (model: ModelDescription, format: FormatName, level: entry.LevelName) =>
    page.evaluate(
      async ([model, format, level]) => {
        const contents = await globalThis.diagrams.draw(model, format, { level });
        return typeof contents === 'string' ? contents : [...contents];
      },
      [model, format, level] as const,
    );
  for (const level of ['layers', 'plates', 'joint'] as const) {
    for (const { name: format } of formats.filter(({ name }) => name !== 'pdf')) {
      const expected = await draw(zoo.ladder, format, { level });
      const contents = await drawn(zoo.ladder, format, level);
      t.deepEqual(contents, typeof expected === 'string' ? expected : [...expected], `${level} as ${format}`);
    }
  }
});

inBrowser('a missing asset or an unavailable format in a browser is an error with a hint', async (t) => {
  const page = await openPage(t);
  const failure = (format: FormatName, assets: entry.BrowserAssets = {}) =>
    page.evaluate(
      async ([model, format, assets]) => {
        globalThis.diagrams.useAssets(assets);
        const error = await globalThis.diagrams.draw(model, format).then(
          () => undefined,
          (error: unknown) => error as Error & { hint?: string },
        );
        return `${error?.message} ${error?.hint}`;
      },
      [zoo.autoencoder, format, assets] as const,
    );
  t.regex(await failure('svg'), /asset "layout"[^]*useAssets\(\{ layout: /);
  t.regex(await failure('svg', { layout: '/nowhere.js' }), /Could not fetch .*nowhere\.js: status 404/);
  t.regex(await failure('pdf', { layout: '/layout.js' }), /PDF is not available in a browser/);
  t.regex(
    await failure('png', { ...assets, resvg: '/nowhere.wasm' }),
    /Could not fetch .*nowhere\.wasm: status 404/,
  );
});
