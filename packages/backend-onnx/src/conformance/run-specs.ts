import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import type { Message, RunSummary, SpecResult, SuiteResults, Target } from './results.js';

const require = createRequire(import.meta.url);
const JASMINE = 'jasmine-core/lib/jasmine-core/jasmine.js';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/**
 * One file of TensorFlow.js's tests, TensorFlow.js and this backend: Node can't load the tests as
 * they are published, and the backend must be built with the same copy of TensorFlow.js. It lies
 * where the native library can be found.
 *
 * @returns its path.
 */
export async function bundleSpecs(): Promise<string> {
  const outfile = pathOf('./bundle/specs.js');
  await build({
    entryPoints: [pathOf('./specs.js')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    // The tests are imported for their side effects, which the package denies.
    ignoreAnnotations: true,
    external: ['onnxruntime-node'],
    // The tests take it by a path that the package no longer lets others see.
    alias: { [JASMINE]: join(dirname(require.resolve('jasmine-core')), 'jasmine-core/jasmine.js') },
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}

/** @throws Error with the name of the running test if the process dies */
export async function runSpecs(bundle: string, target: Target): Promise<SuiteResults> {
  const start = performance.now();
  const child = fork(pathOf('./specs-process.js'), [bundle, target], { silent: true });
  const results: SpecResult[] = [];
  let summary: RunSummary | undefined;
  let lastStarted = 'none';
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000)));
  }
  child.on('message', (message: Message) => {
    if ('started' in message) lastStarted = message.started;
    else if ('result' in message) results.push(message.result);
    else summary = message.summary;
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...reason) => resolve(reason));
  });
  if (!summary) {
    throw new Error(`The tests' process ended with ${signal ?? code} during "${lastStarted}".\n${output}`);
  }
  return { results, summary, seconds: (performance.now() - start) / 1000 };
}
