import { itemAt } from '@helmholtz/base';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ExecutionContext } from 'ava';
import { build } from 'esbuild';
import { type Page, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);

const layout = join(dirname(require.resolve('@aduh95/viz.js/wasm')), 'render');

/** Files that the test page serves, by path. */
const files: Readonly<Record<string, string>> = {
  '/layout.js': `${layout}.browser.js`,
  '/render.wasm': `${layout}.wasm`,
  '/resvg.wasm': require.resolve('@resvg/resvg-wasm/index_bg.wasm'),
  '/regular.ttf': require.resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf'),
  '/bold.ttf': require.resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf'),
  '/upright.ttf': require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  '/italic.ttf': require.resolve('@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf'),
};

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};

/** The Chromium of this machine, if there is one. */
export const browserPath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/**
 * A page in a browser with this package, bundled for it, as `globalThis.diagrams`; it is closed
 * after the test.
 */
export async function openPage(t: ExecutionContext): Promise<Page> {
  const server = await serve({
    '/diagrams.js': await bundle(),
    '/': '<!doctype html><meta charset="utf-8"><title>diagrams</title>',
  });
  t.teardown(() => server.close());
  const browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.addScriptTag({ url: '/diagrams.js' });
  return page;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from '@helmholtz/diagrams'",
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'diagrams',
    write: false,
  });
  return itemAt(outputFiles, 0).text;
}

async function serve(texts: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const send = (body: string | Buffer): void => {
      response.setHeader('content-type', types[path.split('.')[1] ?? ''] ?? 'text/html');
      response.end(body);
    };
    if (texts[path] !== undefined) return send(texts[path]);
    if (files[path] !== undefined) return void readFile(files[path]).then(send);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
