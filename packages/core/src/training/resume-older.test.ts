import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import test from 'ava';

import { decodeCheckpoint } from '../run/checkpoint.js';
import { RunDirectory } from '../run/run-directory.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { tinyAssembly, tinyData } from '../testing/tiny-assembly.js';
import { tinyModel } from '../testing/tiny-model.js';
import { trainAssembly } from './train-assembly.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../src/training/fixtures/${name}`, import.meta.url));

// Release 0.1.0 began this run, interrupted it at its fourth step, and in another folder finished
// it.
test('a run that an earlier release began resumes, and ends where that release ended', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  await cp(fixture('interrupted-run'), path, { recursive: true });
  const run = await RunDirectory.resume(path);
  const spec = await run.readSpec();
  const from = await run.checkpointToResume((line) => t.fail(line));
  t.is(from!.step, 4);
  t.deepEqual([...from!.optimizers.keys()], ['model']);
  const assembly = { ...tinyAssembly(spec), model: tinyModel({ seed: 99 }) };
  await trainAssembly(assembly, { data: tinyData, run: async () => run, from });
  const expected = decodeCheckpoint(await readFile(fixture('finished.safetensors')), 'finished');
  const ended = await run.readCheckpoint('last');
  t.deepEqual([ended.epoch, ended.step, ended.history.length], [3, 9, 3]);
  // Processors and versions of Node differ in the last bits of exp and tanh.
  const near = (value: number, other: number): boolean =>
    Math.abs(value - other) <= 1e-6 * Math.max(1, Math.abs(other));
  for (const [name, { values }] of expected.weights) {
    values.forEach((value, index) => t.true(near(ended.weights.get(name)!.values[index]!, value), name));
  }
  expected.optimizers.get('model')!.forEach(({ values }, index) => {
    const state = ended.optimizers.get('model')![index]!;
    values.forEach((value, element) => t.true(near(state.values[element]!, value), `state ${index}`));
  });
  for (const [metric, value] of Object.entries(expected.history[2]!.train))
    t.true(near(ended.history[2]!.train[metric]!, value), metric);
});
