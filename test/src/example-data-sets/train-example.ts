import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { openRun } from '@helmholtz/analysis';

import { runMain } from '../../../packages/cli/dist/testing/run-main.js';
import { independentNll } from './independent-columns.js';

const examples = fileURLToPath(new URL('../../../examples/data-sets', import.meta.url));

export interface TrainedExample {
  /** Folder of the run. */
  readonly run: string;
  /** Bound of the test set, and that of independent columns. */
  readonly nelbo: number;
  readonly independent: number;
  /** Number of lines of the spec. */
  readonly lines: number;
  readonly remove: () => Promise<void>;
}

/** Writes the data of an example and trains its spec, as its page says. */
export async function trainExample(name: string, ...options: readonly string[]): Promise<TrainedExample> {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-example-'));
  await promisify(execFile)(process.execPath, [join(examples, `${name}.js`), join(folder, name)]);
  const spec = join(folder, `${name}.yaml`);
  await copyFile(join(examples, `${name}.yaml`), spec);
  const run = join(folder, 'run');
  const { code, stdout, stderr } = await runMain('train', spec, '--json', '--out', run, ...options);
  if (code !== 0) throw new Error(stderr);
  const { nelbo } = (JSON.parse(stdout) as { test: { nelbo: number } }).test;
  const opened = await openRun(run);
  const independent = independentNll(opened.spec.likelihood, await opened.loadTraining(), opened.test);
  const lines = (await readFile(spec, 'utf8')).trimEnd().split('\n').length;
  return { run, nelbo, independent, lines, remove: async () => rm(folder, { recursive: true, force: true }) };
}
