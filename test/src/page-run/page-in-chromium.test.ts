import { existsSync } from 'node:fs';

import { memoryFiles } from '@helmholtz/base';
import '@tensorflow/tfjs-backend-cpu';
import test from 'ava';
import { chromium } from 'playwright-core';

import { bundle } from './bundle.js';
import { sameRun } from './same-run.js';
import { trainInFiles } from './train-in-files.js';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

interface Trained {
  readonly host: string;
  readonly contents: [string, number[]][];
}

test('a page in Chromium trains into a folder in memory, and leaves the bytes that Node leaves', async (t) => {
  if (!existsSync(executablePath)) {
    t.log(`Skipped: there is no ${executablePath}. Install Chromium, or set CHROMIUM to its path.`);
    t.pass();
    return;
  }
  t.timeout(120_000);
  const { text } = await bundle(`
    import { memoryFiles, platform, trainInFiles } from './train-in-files.js';
    window.trained = trainInFiles(memoryFiles(), 'runs/mine').then((files) => ({
      host: platform.host.name,
      contents: [...files].map(([path, bytes]) => [path, [...bytes]]),
    }));
  `);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  await page.route('**/*', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: text })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>page</title>' }),
  );
  await page.goto('http://localhost/');
  await page.addScriptTag({ url: '/train.js', type: 'module' });
  const { host, contents } = await page.evaluate<Trained>('window.trained');
  t.is(host, 'page');
  const inPage = new Map(contents.map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
  sameRun(t, inPage, await trainInFiles(memoryFiles(), 'runs/mine'));
});
