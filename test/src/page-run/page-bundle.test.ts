import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { platform } from '@helmholtz/base';
import test, { type ExecutionContext } from 'ava';
import { bundle } from './bundle.js';
import { sameRun } from './same-run.js';
import { trainInFiles } from './train-in-files.js';

async function newFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-page-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

for (const name of ['base', 'core', 'core/run', 'datasets', 'recipes', 'recipes/reading']) {
  test(`@helmholtz/${name} imports no module of Node when it is bundled for a page`, async (t) => {
    const { text, outside } = await bundle(`export * from '@helmholtz/${name}'`);
    t.deepEqual(outside, []);
    t.notRegex(text, /(from|import\(|require\()\s*["']node:/);
  });
}

test('a page trains into a folder in memory, resumes, and leaves the bytes that Node leaves on the disk', async (t) => {
  const folder = await newFolder(t);
  const { text } = await bundle(
    `
    import { memoryFiles, platform, trainInFiles } from './train-in-files.js';
    const files = await trainInFiles(memoryFiles(), 'runs/mine');
    const contents = [...files].map(([path, bytes]) => [path, [...bytes]]);
    console.log(JSON.stringify({ host: platform.host.name, contents }));
  `,
    { inNode: true },
  );
  const file = join(folder, 'page.mjs');
  await writeFile(file, text);
  // A process of its own: TensorFlow.js keeps in a global object what it found out about where it
  // is.
  const { stdout } = await promisify(execFile)(process.execPath, [file], { maxBuffer: 2 ** 26 });
  const { host, contents } = JSON.parse(stdout.slice(stdout.indexOf('{"host"'))) as {
    host: string;
    contents: [string, number[]][];
  };
  t.is(host, 'page', 'the bundle has the platform of a page');
  const inMemory = new Map(contents.map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
  sameRun(t, inMemory, await trainInFiles(platform.files, join(folder, 'runs', 'mine')));
});
