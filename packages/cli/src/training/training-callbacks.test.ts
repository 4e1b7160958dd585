import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Metrics } from '@helmholtz/core';
import { arrayDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import test from 'ava';

import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { rememberingTerminal, tinySpec, trainTiny } from '../testing/tiny-run.js';
import { defaultRunPath } from './new-training.js';

const listed = (metrics: Metrics): string =>
  ['nelbo', 'expectedLogLikelihood', 'kl'].map((name) => `${name} ${metrics[name]!.toFixed(2)}`).join('  ');

const untimed = (line: string): string => line.replace(/\d+\.\d s/, 'N s');

test('the run folder has an environment.json', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  const assembly = assemble(tinySpec());
  const { run, environment, history } = await trainTiny(path, { assembly });
  t.deepEqual((await readdir(path)).sort(), [
    'checkpoints',
    'environment.json',
    'figures',
    'metrics.jsonl',
    'run.json',
    'spec.yaml',
  ]);
  t.deepEqual(await run.readSpec(), assembly.spec);
  t.deepEqual(JSON.parse(await readFile(join(path, 'environment.json'), 'utf8')), environment);
  t.is(environment.command, 'helmholtz train');
  t.is(environment.backend, 'cpu');
  t.deepEqual(await run.readMetrics(), [...history]);
});

test('without a terminal, progress is one line per epoch, and nothing with --quiet', async (t) => {
  const folder = await temporaryFolder(t);
  const terminal = rememberingTerminal();
  const { history } = await trainTiny(join(folder, 'a'), { terminal });
  t.is(terminal.lines.length, 3);
  const { train, test: tested } = history[1]!;
  t.is(
    untimed(terminal.lines[1]!),
    `epoch 2/3  N s  |  train  ${listed(train)}  |  test  ${listed(tested!)}`,
  );
  const quiet = rememberingTerminal(true);
  await trainTiny(join(folder, 'b'), { terminal: quiet });
  t.deepEqual(quiet.lines, []);
});

test('a warning of the likelihood about the data is printed once before the first epoch', async (t) => {
  const folder = await temporaryFolder(t);
  const grey = arrayDataset({
    name: 'grey',
    shape: [4],
    data: Array.from({ length: 20 }, () => [0, 0.5, 1, 0]),
  });
  const data = { train: grey, test: grey };
  const terminal = rememberingTerminal();
  await trainTiny(join(folder, 'a'), { data, terminal });
  t.regex(terminal.lines[0]!, /^note: grey has grey values, /);
  t.is(terminal.lines.filter((line) => line.startsWith('note: ')).length, 1);
  const quiet = rememberingTerminal(true);
  await trainTiny(join(folder, 'b'), { data, terminal: quiet });
  t.deepEqual(quiet.lines, []);
});

test('metrics of held-out examples are called validation', async (t) => {
  const terminal = rememberingTerminal();
  const assembly = assemble(tinySpec({ data: { validation: 10 } }));
  const path = join(await temporaryFolder(t), 'run');
  const { history } = await trainTiny(path, { terminal, assembly });
  const { train, validation } = history[1]!;
  const line = `epoch 2/3  N s  |  train  ${listed(train)}  |  validation  ${listed(validation!)}`;
  t.is(untimed(terminal.lines[1]!), line);
});

test('by default, a run folder is named after recipe, data and time', (t) => {
  const path = defaultRunPath(tinySpec(), new Date('2026-01-02T03:04:05.678Z'));
  t.is(path, join('runs', 'vae-digits-2026-01-02-030405'));
});
