import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { platform } from '@helmholtz/base';
import test, { type ExecutionContext } from 'ava';
import { build } from 'esbuild';

import { trainInFiles } from './train-in-files.js';

async function newFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-page-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Bundles as for a page, and returns the text and what it imports from outside. */
async function bundle(contents: string): Promise<{ text: string; outside: string[] }> {
  const outside: string[] = [];
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    // TensorFlow.js looks for these to know where it is. Node runs the bundle as a page would.
    define: { process: 'undefined' },
    banner: { js: 'const window = Object.assign(Object.create(globalThis), { document: {} });' },
    // The digits are 20 MB of numbers, and no programs.
    external: ['mnist/*'],
    plugins: [
      {
        name: 'modules of Node',
        setup(bundling) {
          bundling.onResolve({ filter: /.*/ }, ({ path, importer }) => {
            // The package.json of others may replace a module without the prefix for pages; esbuild sees to that.
            const ofOthers = importer.includes('node_modules');
            if (!path.startsWith('node:') && (ofOthers || !builtinModules.includes(path))) return undefined;
            outside.push(`${path} from ${importer}`);
            return { path, external: true };
          });
        },
      },
    ],
  });
  return { text: outputFiles[0]?.text ?? '', outside };
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
  const { text } = await bundle(`
    import { memoryFiles, platform, trainInFiles } from './train-in-files.js';
    const files = await trainInFiles(memoryFiles(), 'runs/mine');
    const contents = [...files].map(([path, bytes]) => [path, [...bytes]]);
    console.log(JSON.stringify({ host: platform.host.name, contents }));
  `);
  const file = join(folder, 'page.mjs');
  await writeFile(file, text);
  // A process of its own: TensorFlow.js keeps in a global object what it found out about where it is.
  const { stdout } = await promisify(execFile)(process.execPath, [file], { maxBuffer: 2 ** 26 });
  const { host, contents } = JSON.parse(stdout.slice(stdout.indexOf('{"host"'))) as {
    host: string;
    contents: [string, number[]][];
  };
  t.is(host, 'page', 'the bundle has the platform of a page');
  const inMemory = new Map(contents.map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
  const onDisk = await trainInFiles(platform.files, join(folder, 'runs', 'mine'));

  t.deepEqual([...inMemory.keys()].sort(), [
    'checkpoints/best.safetensors',
    'checkpoints/last.safetensors',
    'checkpoints/previous.safetensors',
    'environment.json',
    'metrics.jsonl',
    'run.json',
    'spec.yaml',
  ]);
  t.deepEqual([...onDisk.keys()].sort(), [...inMemory.keys()].sort());
  for (const [path, bytes] of onDisk) {
    if (path === 'environment.json') continue;
    const expected = path === 'metrics.jsonl' ? timeless(bytes) : bytes;
    const found = inMemory.get(path) ?? new Uint8Array(0);
    t.deepEqual(path === 'metrics.jsonl' ? timeless(found) : found, expected, path);
  }
});

/** Rows of metrics without their wall-clock times. */
function timeless(bytes: Uint8Array): unknown[] {
  const lines = new TextDecoder().decode(bytes).trim().split('\n');
  return lines.map((line) => ({ ...(JSON.parse(line) as object), seconds: 0 }));
}
